package io.mlintern.cli.chat;

import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import io.mlintern.cli.turn.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A conversation line by line. A session is made with the first prompt.
public final class Chat {
    private static final String HELP =
            """
            Type what is to be done; each line is a turn.
              /new   begin a new session
              /help  this text
              /exit  leave (also /quit, Ctrl-D)
            Ctrl-C interrupts a running turn.""";

    private final BufferedReader in;
    private final Runnable ask;
    private final Consumer<String> say;
    private final Supplier<Session> first;
    private final Supplier<Session> another;
    private final BiConsumer<Session, String> turn;
    private Optional<Session> session = Optional.empty();
    private boolean fresh;

    /// @param ask shows the prompt
    /// @param first the session to begin with
    /// @param another a session for `/new`
    public Chat(
            BufferedReader in,
            Runnable ask,
            Consumer<String> say,
            Supplier<Session> first,
            Supplier<Session> another,
            BiConsumer<Session, String> turn) {
        this.in = in;
        this.ask = ask;
        this.say = say;
        this.first = first;
        this.another = another;
        this.turn = turn;
    }

    /// Goes on until the input ends or the user leaves.
    public ExitCode run() {
        while (true) {
            ask.run();
            Optional<String> typed = line();
            if (typed.isEmpty()) {
                return ExitCode.OK;
            }
            switch (ChatLine.of(typed.get())) {
                case ChatLine.Nothing() -> {}
                case ChatLine.Leave() -> {
                    return ExitCode.OK;
                }
                case ChatLine.Help() -> say.accept(HELP);
                case ChatLine.NewSession() -> {
                    session = Optional.empty();
                    fresh = true;
                    say.accept("The next line begins a new session.");
                }
                case ChatLine.Unknown(var command) ->
                        say.accept("There is no command %s; see /help.".formatted(command));
                case ChatLine.Prompt(var text) -> prompt(text);
            }
        }
    }

    /// A turn that fails ends itself, not the chat.
    private void prompt(String text) {
        try {
            Session current = session.orElseGet(fresh ? another : first);
            session = Optional.of(current.used());
            turn.accept(current, text);
        } catch (CliFailure e) {
            e.lines().forEach(say);
        }
    }

    private Optional<String> line() {
        try {
            return Optional.ofNullable(in.readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
