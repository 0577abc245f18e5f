package io.mlintern.cli;

import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.models.ModelId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// The options of a prompt and of the chat, as they were typed.
final class Options {
    enum Output {
        TEXT,
        STREAM_JSON
    }

    @Option(
            names = {"-m", "--model"},
            paramLabel = "ID",
            description =
                    "The model: PROVIDER/NAME, or script/demo. Default: model_name of the configuration.")
    private String model;

    @Option(
            names = "--max-iterations",
            paramLabel = "N",
            description = "Model calls in one turn; negative: no limit. Default: 300.")
    private Integer maxIterations;

    @Option(names = "--no-stream", description = "Take each model answer in one piece.")
    private boolean noStream;

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "The folder to work in. Default: the current one.")
    private Path workspace;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text, or stream-json: one event a line on standard output.",
            converter = OutputConverter.class)
    private Output output = Output.TEXT;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "A server other than the local one; its token in ML_INTERN_TOKEN. Also ML_INTERN_SERVER.")
    private String server;

    @Option(names = "--resume", paramLabel = "ID", description = "Go on with an earlier session.")
    private String resume;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file, laid over the shipped one.")
    private Path config;

    Optional<ModelId> model() {
        return Optional.ofNullable(model).map(ModelId::new);
    }

    OptionalInt maxIterations() {
        return maxIterations == null ? OptionalInt.empty() : OptionalInt.of(maxIterations);
    }

    boolean stream() {
        return !noStream;
    }

    Optional<Path> workspace() {
        return Optional.ofNullable(workspace);
    }

    Output output() {
        return output;
    }

    Optional<String> server() {
        return Optional.ofNullable(server);
    }

    Optional<String> resume() {
        return Optional.ofNullable(resume);
    }

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    /// What picocli cannot see: values out of range, and options that contradict each other.
    void check() {
        if (maxIterations != null && maxIterations == 0) {
            throw CliFailure.usage("--max-iterations is 0; give a number, or -1 for no limit.");
        }
        if (resume != null && (workspace != null || maxIterations != null || noStream)) {
            throw CliFailure.usage(
                    "--workspace, --max-iterations and --no-stream belong to a new session, not to --resume.");
        }
        if (resume != null && !resume.matches("[A-Za-z0-9_-]+")) {
            throw CliFailure.usage("\"%s\" is no session id.".formatted(resume));
        }
    }
}
