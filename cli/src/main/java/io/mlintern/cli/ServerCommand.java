package io.mlintern.cli;

import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.server.ServerProgram;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ml-intern server …`: checks the call and hands it to the local server's program, which has the same streams.
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "The local server.")
final class ServerCommand {
    private final Surroundings surroundings;

    ServerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            description = "Start it; returns when it is ready.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int start(
            @Option(
                            names = "--port",
                            paramLabel = "N",
                            description = "The port; 0 takes a free one.")
                    Integer port,
            @Option(names = "--foreground", description = "Stay in the foreground.")
                    boolean foreground,
            @Option(
                            names = "--processes",
                            description =
                                    "Each service in its own process; again: start what has died.")
                    boolean processes) {
        var arguments = new ArrayList<>(List.of("start"));
        if (port != null) {
            if (port < 0 || port > 65_535) {
                throw CliFailure.usage("--port is %d; a port is 0 to 65535.".formatted(port));
            }
            arguments.addAll(List.of("--port", Integer.toString(port)));
        }
        if (foreground) {
            arguments.add("--foreground");
        }
        if (processes) {
            arguments.add("--processes");
        }
        return run(arguments);
    }

    @Command(
            description = "Stop it.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int stop() {
        return run(List.of("stop"));
    }

    @Command(
            description = "Say whether and where it runs.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int status() {
        return run(List.of("status"));
    }

    @Command(
            description = "Print its log.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int logs(@Option(names = "-f", description = "Go on as it grows.") boolean follow) {
        return run(follow ? List.of("logs", "-f") : List.of("logs"));
    }

    private int run(List<String> arguments) {
        return OtherProgram.run(
                ServerProgram.command(surroundings.launcher(), arguments), surroundings);
    }
}
