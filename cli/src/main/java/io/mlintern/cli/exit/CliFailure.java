package io.mlintern.cli.exit;

import java.util.List;

/// Ends the call: an exit code, and the sentences that tell the user what to do about it.
public final class CliFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final List<String> lines;

    public CliFailure(ExitCode code, List<String> lines) {
        super(String.join(" ", lines));
        this.code = code;
        this.lines = List.copyOf(lines);
    }

    public static CliFailure usage(String sentence) {
        return new CliFailure(ExitCode.USAGE, List.of(sentence));
    }

    public static CliFailure server(String sentence) {
        return new CliFailure(ExitCode.SERVER, List.of(sentence));
    }

    public ExitCode code() {
        return code;
    }

    public List<String> lines() {
        return lines;
    }
}
