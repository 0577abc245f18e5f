package io.mlintern.cli;

import io.mlintern.cli.config.Environment;
import io.mlintern.cli.render.StandardError;
import io.mlintern.cli.render.Style;
import io.mlintern.cli.server.Patience;
import io.mlintern.cli.turn.Interrupts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The program's entry.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var interrupts = new Interrupts(Runtime.getRuntime()::halt);
        Signals.onInterrupt(interrupts::pressed);
        int code = run(arguments, Surroundings.ofThisProcess(), interrupts, Patience.USUAL);
        System.exit(code);
    }

    /// Carries out one call and returns its exit code.
    static int run(
            String[] arguments,
            Surroundings surroundings,
            Interrupts interrupts,
            Patience patience) {
        var environment = Environment.load(surroundings.environment(), dotenvFolders(surroundings));
        var style = Style.of(surroundings.terminals().err(), environment);
        var standardError = new StandardError(surroundings.err(), style);
        var root = new MlIntern(surroundings, environment, standardError, interrupts, patience);
        var commands =
                new CommandLine(root)
                        .addSubcommand(new CommandLine(new ServerCommand(surroundings)))
                        .addSubcommand(approvals(surroundings, environment, patience))
                        .addSubcommand(admin(surroundings, environment, patience))
                        .setOut(surroundings.outWriter())
                        .setErr(surroundings.errWriter())
                        .setExpandAtFiles(false)
                        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                        .setParameterExceptionHandler(new UsageFailures(standardError))
                        .setExecutionExceptionHandler(new Failures(standardError, environment));
        return commands.execute(arguments);
    }

    /// The server itself waits some seconds for a request that is on its way; beyond that a person would rather know.
    private static CommandLine approvals(
            Surroundings surroundings, Environment environment, Patience patience) {
        var brief = patience.atMost(Duration.ofSeconds(10));
        var server = new RunningServer(surroundings, environment, brief);
        return new CommandLine(
                new ApprovalsCommand(server::connect, surroundings, InstantSource.system()));
    }

    private static CommandLine admin(
            Surroundings surroundings, Environment environment, Patience patience) {
        var server = new RunningServer(surroundings, environment, patience);
        return new CommandLine(new AdminCommand())
                .addSubcommand(
                        new CommandLine(new DeadLettersCommand(server::connect, surroundings)))
                .addSubcommand(new CommandLine(new TokenCommand(surroundings)));
    }

    private static List<Path> dotenvFolders(Surroundings surroundings) {
        var folders = new ArrayList<Path>();
        folders.add(surroundings.folder());
        surroundings.home().ifPresent(folders::add);
        return folders;
    }
}
