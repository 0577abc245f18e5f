package io.mlintern.system.crash;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Sends signals that Java has no word for.
public final class Signals {
    private Signals() {}

    public static void send(String name, long pid) {
        try {
            int code = new ProcessBuilder("/bin/kill", "-" + name, "" + pid).start().waitFor();
            if (code != 0) throw new AssertionError("kill -%s %d: %d".formatted(name, pid, code));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
