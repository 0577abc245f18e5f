package io.mlintern.cli.render;

import io.mlintern.cli.events.SessionEvent;
import io.mlintern.cli.turn.Session;
import io.mlintern.cli.turn.TurnEnd;
import io.mlintern.cli.turn.TurnView;
import java.io.PrintStream;

/// The answer on standard output, everything else on standard error.
public final class TextView implements TurnView {
    private final StandardError standardError;
    private final EventLines lines;
    private final Answer answer;

    /// @param terminal whether a person reads `out`, and not a file or program
    public TextView(PrintStream out, boolean terminal, StandardError standardError) {
        this.standardError = standardError;
        this.lines = new EventLines(standardError.style());
        this.answer =
                terminal
                        ? new LiveAnswer(out, standardError::notice)
                        : new HeldAnswer(out, standardError::plain);
    }

    @Override
    public void session(Session session) {
        standardError.header(session);
    }

    @Override
    public void event(SessionEvent event) {
        answer.event(event);
        lines.of(event).forEach(standardError::line);
    }

    @Override
    public void notice(String line) {
        standardError.notice(line);
    }

    @Override
    public void end(TurnEnd end) {
        end.sentence().ifPresent(standardError::notice);
    }
}
