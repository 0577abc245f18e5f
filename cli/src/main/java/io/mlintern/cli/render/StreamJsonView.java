package io.mlintern.cli.render;

import io.mlintern.cli.events.SessionEvent;
import io.mlintern.cli.turn.Session;
import io.mlintern.cli.turn.TurnEnd;
import io.mlintern.cli.turn.TurnView;
import java.io.PrintStream;

/// One event a line on standard output, byte for byte what the server sent; on standard error what waits for people.
public final class StreamJsonView implements TurnView {
    private final PrintStream out;
    private final StandardError standardError;
    private final EventLines lines;

    public StreamJsonView(PrintStream out, StandardError standardError) {
        this.out = out;
        this.standardError = standardError;
        this.lines = new EventLines(standardError.style());
    }

    @Override
    public void session(Session session) {
        standardError.header(session);
    }

    @Override
    public void event(SessionEvent event) {
        out.print(event.json() + "\n");
        out.flush();
        if (event.type().equals("approval_required")) {
            lines.of(event).forEach(standardError::line);
        }
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
