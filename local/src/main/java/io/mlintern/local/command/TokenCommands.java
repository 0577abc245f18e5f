package io.mlintern.local.command;

import io.mlintern.cli.config.Environment;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Fatal;
import io.mlintern.local.folder.FolderVersion;
import io.mlintern.local.server.LocalIdentity;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// `ml-intern admin token …`: tokens for the users of a data folder's server, whether it runs or not.
///
/// They are signed with the folder's key, which its owner alone can read; nothing is written.
public final class TokenCommands {
    private static final String HELP =
            """
            Usage: ml-intern admin token create --user NAME [--groups A,B]

              Makes a token and prints it alone on standard output. A running server takes it at once:
              ML_INTERN_TOKEN=$(ml-intern admin token create --user ben --groups ml-leads)
              Only the owner of the data folder can, because the key that signs is in it.

                --user NAME    whose it is: 1 to 64 letters, digits, dots, hyphens, underscores
                --groups A,B   the groups of the user, by which policy asks people

            Exit codes: 0 done, 2 bad usage, or there is no data folder of one's own yet.
            """;

    private final DataFolder folder;
    private final PrintStream out;
    private final PrintStream err;

    /// @param environment the variables of this call, those of `.env` files included
    public TokenCommands(Environment environment, PrintStream out, PrintStream err) {
        this.folder = DataFolder.of(environment::given);
        this.out = out;
        this.err = err;
    }

    /// The exit code of the command line's contract.
    public int run(List<String> arguments) {
        try {
            if (arguments.contains("--help") || arguments.contains("-h")) {
                out.print(HELP);
                return 0;
            }
            out.println(token(TokenRequest.parse(arguments)));
            return 0;
        } catch (Fatal fatal) {
            err.println("ml-intern: " + fatal.getMessage());
            return fatal.exitCode();
        } catch (IOException failure) {
            err.println(
                    "ml-intern: The key in %s cannot be read (%s). Only the owner of the data folder makes tokens."
                            .formatted(folder.secrets(), failure.getClass().getSimpleName()));
            return Fatal.USAGE;
        }
    }

    private String token(TokenRequest request) throws IOException {
        FolderVersion.refuseNewer(folder);
        LocalIdentity identity =
                LocalIdentity.existing(folder)
                        .orElseThrow(
                                () ->
                                        new Fatal(
                                                Fatal.USAGE,
                                                "The data folder %s has no keys yet. Start its server once (ml-intern server start), or name another folder (ML_INTERN_HOME)."
                                                        .formatted(folder.root())));
        return identity.userToken(request.user(), request.groups());
    }
}
