package io.mlintern.cli;

import io.mlintern.cli.chat.Chat;
import io.mlintern.cli.config.Environment;
import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import io.mlintern.cli.render.StandardError;
import io.mlintern.cli.render.StreamJsonView;
import io.mlintern.cli.render.TextView;
import io.mlintern.cli.server.Api;
import io.mlintern.cli.server.Patience;
import io.mlintern.cli.turn.Interrupts;
import io.mlintern.cli.turn.Session;
import io.mlintern.cli.turn.Turn;
import io.mlintern.cli.turn.TurnEnd;
import io.mlintern.cli.turn.TurnView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `ml-intern`: one turn for a prompt, a chat without one.
@Command(
        name = "ml-intern",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "An agent that does the work of a machine-learning intern.",
        footer = {
            "",
            "Exit codes: 0 done, 1 failure of ours, 2 bad usage or configuration, 3 no model can be reached,",
            "4 the model failed, 5 an approval is missing, 6 a limit ended the turn, 7 no server, 130 interrupted."
        })
final class MlIntern implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Environment environment;
    private final StandardError standardError;
    private final Interrupts interrupts;
    private final Patience patience;

    @Mixin private Options options = new Options();

    @Parameters(
            arity = "0..1",
            paramLabel = "PROMPT",
            description = "What is to be done; - reads it from standard input. Without it: a chat.")
    private String prompt = "";

    MlIntern(
            Surroundings surroundings,
            Environment environment,
            StandardError standardError,
            Interrupts interrupts,
            Patience patience) {
        this.surroundings = surroundings;
        this.environment = environment;
        this.standardError = standardError;
        this.interrupts = interrupts;
        this.patience = patience;
    }

    @Override
    public Integer call() {
        var workbench = new Workbench(surroundings, options, environment, standardError);
        ExitCode code = prompt.isEmpty() ? chat(workbench) : headless(workbench, text());
        return code.number();
    }

    private ExitCode headless(Workbench workbench, String text) {
        Api api = workbench.connect(patience);
        Session session = workbench.openSession(api, false);
        TurnView view = view();
        view.session(session);
        TurnEnd end = new Turn(api, view, interrupts, false).run(session, text);
        afterwards(workbench, end);
        if (end.code() == ExitCode.APPROVAL_MISSING) {
            standardError.notice("Go on later with: ml-intern --resume " + session.id());
        }
        return end.code();
    }

    private ExitCode chat(Workbench workbench) {
        Api api = workbench.connect(patience);
        TurnView view = view();
        var in =
                new BufferedReader(
                        new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
        return new Chat(
                        in,
                        this::ask,
                        standardError::plain,
                        () -> shown(view, workbench.openSession(api, true)),
                        () -> shown(view, workbench.openAnother(api, true)),
                        (session, text) -> {
                            TurnEnd end = new Turn(api, view, interrupts, true).run(session, text);
                            afterwards(workbench, end);
                        })
                .run();
    }

    private static Session shown(TurnView view, Session session) {
        view.session(session);
        return session;
    }

    private void ask() {
        if (surroundings.terminals().in() && surroundings.terminals().err()) {
            surroundings.err().print("\n> ");
            surroundings.err().flush();
        }
    }

    private void afterwards(Workbench workbench, TurnEnd end) {
        if (end.code() == ExitCode.NO_MODEL) {
            workbench.nothingReachable().ifPresent(standardError::failure);
        }
    }

    private TurnView view() {
        return switch (options.output()) {
            case TEXT ->
                    new TextView(surroundings.out(), surroundings.terminals().out(), standardError);
            case STREAM_JSON -> new StreamJsonView(surroundings.out(), standardError);
        };
    }

    private String text() {
        String text = prompt.equals("-") ? standardInput() : prompt;
        return Optional.of(text)
                .filter(given -> !given.isBlank())
                .orElseThrow(() -> CliFailure.usage("The prompt is empty."));
    }

    private String standardInput() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(surroundings.in().readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw CliFailure.usage("Standard input is not UTF-8 text.");
        } catch (IOException e) {
            throw CliFailure.usage("Standard input cannot be read.");
        }
    }
}
