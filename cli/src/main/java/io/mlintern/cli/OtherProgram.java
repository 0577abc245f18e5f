package io.mlintern.cli;

import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import java.io.IOException;
import java.util.List;

/// Hands a call over to another program, which has the same streams; its exit code is ours.
final class OtherProgram {
    private OtherProgram() {}

    /// Ctrl-C reaches the program as well, being of the same terminal; we stay until it has ended.
    static int run(List<String> command, Surroundings surroundings) {
        surroundings.out().flush();
        surroundings.err().flush();
        try {
            Process program = new ProcessBuilder(command).inheritIO().start();
            Signals.onInterrupt(() -> {});
            Runtime.getRuntime().addShutdownHook(new Thread(program::destroy));
            return program.waitFor();
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.FAILURE,
                    List.of("The server's program cannot be started: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.number();
        }
    }
}
