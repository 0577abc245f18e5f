package io.mlintern.cli.turn;

import io.mlintern.cli.events.SessionEvent;

/// Shows a turn while it runs.
public interface TurnView {
    /// The session that the following events belong to.
    void session(Session session);

    /// Every event from the operation on, the last one is that which ended the turn.
    void event(SessionEvent event);

    /// What is to be known besides the events.
    void notice(String line);

    void end(TurnEnd end);
}
