package io.mlintern.local.command;

import io.mlintern.cli.config.Environment;
import io.mlintern.cli.models.Credentials;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Fatal;
import io.mlintern.local.server.ServerOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// The commands that start, stop and show the local server of a data folder.
public final class ServerCommands {
    private static final String HELP =
            """
            Usage: ml-intern server COMMAND

              start [--port N] [--foreground] [--processes]
                      start the local server and return when it is ready
                      --port N       its port; 0 takes a free one (default: the earlier one, else a free one)
                      --foreground   stay until it ends
                      --processes    each service in a process of its own; again: start what has died
              stop    end it, and wait until it has ended
              status  say what runs, and where
              logs [-f]
                      show the end of its logs; -f: go on with what comes
            """;

    private final DataFolder folder;
    private final CredentialsHandOver credentials;
    private final PrintStream out;
    private final PrintStream err;

    /// @param environment the variables of this call, those of `.env` files included
    public ServerCommands(Environment environment, PrintStream out, PrintStream err) {
        this.folder = DataFolder.of(environment::given);
        this.credentials = new CredentialsHandOver(Credentials.of(environment));
        this.out = out;
        this.err = err;
    }

    /// The exit code of the command line's contract.
    public int run(List<String> arguments) {
        try {
            return dispatch(arguments);
        } catch (Fatal fatal) {
            err.println(fatal.getMessage());
            return fatal.exitCode();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Fatal.INTERRUPTED;
        } catch (IOException failure) {
            err.println("The data folder %s cannot be used: %s".formatted(folder.root(), failure));
            return Fatal.UNEXPECTED;
        }
    }

    private int dispatch(List<String> arguments) throws IOException, InterruptedException {
        if (arguments.isEmpty()) throw usage("Which command? start, stop, status or logs.");
        List<String> rest = arguments.subList(1, arguments.size());
        if (rest.contains("--help") || rest.contains("-h")) return help();
        return switch (arguments.getFirst()) {
            case "start" ->
                    new StartCommand(folder, credentials, err).run(ServerOptions.parse(rest));
            case "stop" -> without(rest, () -> new StopCommand(folder, err).run());
            case "status" -> without(rest, () -> new StatusCommand(folder, out).run());
            case "logs" -> logs(rest);
            case "help", "--help", "-h" -> help();
            case String other -> throw usage("Unknown command 'server %s'.".formatted(other));
        };
    }

    private int help() {
        out.print(HELP);
        return 0;
    }

    private int logs(List<String> options) throws IOException, InterruptedException {
        boolean follow = List.of("-f").equals(options) || List.of("--follow").equals(options);
        return without(
                follow ? List.of() : options, () -> new LogsCommand(folder, out).run(follow));
    }

    private static int without(List<String> options, Command command)
            throws IOException, InterruptedException {
        if (!options.isEmpty()) throw usage("Unknown option '%s'.".formatted(options.getFirst()));
        return command.run();
    }

    private static Fatal usage(String problem) {
        return new Fatal(Fatal.USAGE, problem + " See: ml-intern server --help");
    }

    private interface Command {
        int run() throws IOException, InterruptedException;
    }
}
