package io.mlintern.cli.turn;

import io.mlintern.cli.events.EventFollower;
import io.mlintern.cli.events.SessionEvent;
import io.mlintern.cli.json.Json;
import io.mlintern.cli.server.Api;
import java.util.Optional;
import java.util.UUID;

/// Runs one turn: sends the prompt, shows what happens, returns how it ended.
///
/// Dying before the prompt is sent: nothing has begun. After: the turn goes on at the server, and `--resume` shows its
/// session. The prompt carries a key, so that sending it again after a lost connection does not ask twice.
public final class Turn {
    private final Api api;
    private final TurnView view;
    private final Interrupts interrupts;
    private final boolean staysForPeople;

    /// @param staysForPeople whether a call that waits for people is waited for; otherwise the turn goes on without us
    public Turn(Api api, TurnView view, Interrupts interrupts, boolean staysForPeople) {
        this.api = api;
        this.view = view;
        this.interrupts = interrupts;
        this.staysForPeople = staysForPeople;
    }

    public TurnEnd run(Session session, String prompt) {
        var interrupt = new TurnInterrupt(api, session.id(), view, interrupts);
        try (var _ = interrupts.handle(interrupt)) {
            Api.Accepted accepted =
                    api.post(
                            session.id(),
                            "user_input",
                            Json.object().put("text", prompt),
                            UUID.randomUUID().toString());
            interrupt.accepted();
            TurnEnd end = follow(session, accepted);
            interrupt.ended();
            view.end(end);
            return end;
        }
    }

    private TurnEnd follow(Session session, Api.Accepted accepted) {
        var own = new OwnTurn(accepted.operationId(), session.fresh(), staysForPeople);
        try (var events =
                new EventFollower(api, session.id(), accepted.eventsAfter(), view::notice)) {
            Optional<TurnEnd> end = Optional.empty();
            while (end.isEmpty()) {
                SessionEvent event = events.next();
                view.event(event);
                if (staysForPeople && event.type().equals("approval_required")) {
                    view.notice("the turn goes on when it is decided; Ctrl-C interrupts it");
                }
                end = own.see(event);
            }
            return end.get();
        }
    }
}
