package io.mlintern.cli.render;

import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.turn.Session;
import java.io.PrintStream;

/// Lines for a person beside the answer.
public final class StandardError {
    private final PrintStream err;
    private final Style style;

    public StandardError(PrintStream err, Style style) {
        this.err = err;
        this.style = style;
    }

    public Style style() {
        return style;
    }

    public void header(Session session) {
        line(style.dim("model      ") + session.model());
        line(style.dim("session    ") + session.id());
        line(style.dim("workspace  ") + session.workspace());
    }

    public void notice(String text) {
        line(style.notice(Excerpt.harmless(text)));
    }

    public void plain(String text) {
        line(Excerpt.harmless(text));
    }

    /// The sentences of a failure, the first with our name.
    public void failure(CliFailure failure) {
        String prefix = style.bad("ml-intern: ");
        for (String sentence : failure.lines()) {
            line(prefix + Excerpt.harmless(sentence));
            prefix = "  ";
        }
    }

    /// As it is: the caller has made it harmless.
    void line(String line) {
        err.println(line);
    }
}
