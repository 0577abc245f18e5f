package io.mlintern.local.command;

import io.mlintern.local.folder.Fatal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A process that was just started in the background: what it prints is shown until it is there.
final class StartedProcess {
    private static final long PAUSE_MILLIS = 15;

    /// Asked again and again.
    interface Condition {
        boolean holds() throws IOException;
    }

    private final Process process;
    private final ConsoleFollower console;

    StartedProcess(Process process, Path console, PrintStream progress) {
        this.process = process;
        this.console = new ConsoleFollower(console, progress);
    }

    /// @throws Fatal with the process's own exit code when it ends before
    void await(Condition ready) throws IOException, InterruptedException {
        while (!ready.holds()) {
            console.printNew();
            if (!process.isAlive()) {
                console.printNew();
                int code = process.exitValue() == Fatal.USAGE ? Fatal.USAGE : Fatal.UNEXPECTED;
                throw new Fatal(code, "The local server did not start.");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        console.printNew();
    }
}
