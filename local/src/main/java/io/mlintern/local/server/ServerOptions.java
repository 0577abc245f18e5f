package io.mlintern.local.server;

import io.mlintern.local.folder.Fatal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What `server start` was asked for.
///
/// @param port empty or 0: the earlier one where it is free, else a free one
public record ServerOptions(Optional<Integer> port, boolean foreground, boolean processes) {
    private static final int LAST_PORT = 65_535;

    public static ServerOptions parse(List<String> arguments) {
        Optional<Integer> port = Optional.empty();
        boolean foreground = false;
        boolean processes = false;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "--foreground" -> foreground = true;
                case "--processes" -> processes = true;
                case "--port" -> port = Optional.of(port(rest.hasNext() ? rest.next() : ""));
                case String joined when joined.startsWith("--port=") ->
                        port = Optional.of(port(joined.substring("--port=".length())));
                default ->
                        throw new Fatal(
                                Fatal.USAGE,
                                "Unknown option '%s' of server start".formatted(argument));
            }
        }
        return new ServerOptions(port.filter(number -> number > 0), foreground, processes);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= LAST_PORT) return port;
        } catch (NumberFormatException notANumber) {
            throw new Fatal(
                    Fatal.USAGE,
                    "--port takes a number from 0 to 65535, not '%s'".formatted(text),
                    notANumber);
        }
        throw new Fatal(
                Fatal.USAGE, "--port takes a number from 0 to 65535, not '%s'".formatted(text));
    }

    /// As arguments again.
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        port.ifPresent(number -> arguments.addAll(List.of("--port", Integer.toString(number))));
        if (foreground) arguments.add("--foreground");
        if (processes) arguments.add("--processes");
        return List.copyOf(arguments);
    }
}
