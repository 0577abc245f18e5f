package io.mlintern.cli.render;

import io.mlintern.cli.Surroundings;
import io.mlintern.cli.events.SessionEvent;
import io.mlintern.cli.turn.Session;
import io.mlintern.cli.turn.TurnEnd;
import io.mlintern.cli.turn.TurnView;

/// The answer on standard output, everything else on standard error.
public final class TextView implements TurnView {
    private final StandardError standardError;
    private final EventLines lines;
    private final Answer answer;

    public TextView(Surroundings surroundings, StandardError standardError) {
        this.standardError = standardError;
        this.lines = new EventLines(standardError.style());
        this.answer =
                surroundings.terminals().out()
                        ? new LiveAnswer(surroundings.out(), standardError::notice)
                        : new HeldAnswer(surroundings.out(), standardError::plain);
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
