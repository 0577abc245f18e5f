package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.Actor;
import io.mlintern.protocol.EventData;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.SubmittedOperation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Says what an input leads to. Pure: time, tools and policy come in as data, ids are derived.
public final class SessionDecider {
    /// How long an interrupt waits for what runs before the turn is closed without its reports.
    static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(10);

    private SessionDecider() {}

    /// The first step of a session, which has no state yet.
    public static Decision open(SessionInput input, SessionContext context) {
        if (input instanceof SessionInput.Submitted(SubmittedOperation submitted, Actor _)
                && submitted.operation() instanceof Operation.OpenSession open) {
            List<EventData> facts =
                    List.of(
                            new Fact.SessionOpened(open.settings()),
                            new Fact.Ready(
                                    "ready for your first message",
                                    context.tools().tools().size()));
            return new Decision(facts, List.of(), Optional.empty());
        }
        return Decision.nothing(Decision.Dropped.UNKNOWN_SESSION);
    }

    /// Every later step.
    public static Decision decide(SessionState state, SessionInput input, SessionContext context) {
        if (input instanceof SessionInput.Submitted(SubmittedOperation submitted, Actor _)) {
            if (state.seen().contains(submitted.operationId())
                    || submitted.operation() instanceof Operation.OpenSession
                    || submitted.operation() instanceof Operation.SessionNotLoaded) {
                return Decision.nothing(Decision.Dropped.DUPLICATE_OPERATION);
            }
        }
        return switch (state.phase()) {
            case Phase.Idle _ -> WhileIdle.decide(state, input, context);
            case Phase.AwaitingModel waiting ->
                    WhileAwaitingModel.decide(waiting, state, input, context);
            case Phase.RunningTools running ->
                    WhileRunningTools.decide(running, state, input, context);
            case Phase.Interrupting stopping ->
                    WhileInterrupting.decide(stopping, state, input, context);
            case Phase.Ended _, Phase.Quarantined _ ->
                    Decision.nothing(Decision.Dropped.SESSION_ENDED);
        };
    }
}
