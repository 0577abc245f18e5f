package io.mlintern.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which of the three standard streams are a terminal.
///
/// The JDK can only say it of input and output together. The launcher knows it (`test -t`) and passes
/// `-Dmlintern.terminals=in,out,err` with those that are; without it Linux tells by `/proc`.
public record Terminals(boolean in, boolean out, boolean err) {
    static final String PROPERTY = "mlintern.terminals";

    static Terminals detect() {
        String told = System.getProperty(PROPERTY);
        if (told != null) {
            var names = List.of(told.split(",", -1));
            return new Terminals(
                    names.contains("in"), names.contains("out"), names.contains("err"));
        }
        return new Terminals(isTerminal(0), isTerminal(1), isTerminal(2));
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
                            .toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        }
    }
}
