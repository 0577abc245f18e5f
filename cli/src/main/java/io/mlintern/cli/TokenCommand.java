package io.mlintern.cli;

import io.mlintern.cli.server.ServerProgram;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ml-intern admin token …`: handed to the local server's program, which has the keys of the data folder.
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tokens for the users of the local server.",
        synopsisSubcommandLabel = "COMMAND")
final class TokenCommand {
    private final Surroundings surroundings;

    TokenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            description = {
                "Make a token and print it alone on standard output. A running server takes it at once.",
                "Only the owner of the data folder can, because the key that signs is in it."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int create(
            @Option(
                            names = "--user",
                            paramLabel = "NAME",
                            required = true,
                            description =
                                    "Whose it is: letters, digits, dots, hyphens, underscores.")
                    String user,
            @Option(
                            names = "--groups",
                            paramLabel = "A,B",
                            description = "The groups of the user, by which policy asks people.")
                    String groups) {
        var arguments = new ArrayList<>(List.of("create", "--user", user));
        if (groups != null) {
            arguments.addAll(List.of("--groups", groups));
        }
        return OtherProgram.run(
                ServerProgram.tokens(surroundings.launcher(), arguments), surroundings);
    }
}
