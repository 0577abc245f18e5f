package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import java.util.List;
import java.util.Optional;

/// How a session is closed after a failure of ours: what runs is stopped, each open call gets its outcome, and nothing that
/// comes later changes anything. A model call is stopped by the fact itself, which the runners read.
public final class Quarantine {
    private Quarantine() {}

    public static Decision of(SessionState state, String reason, SessionContext context) {
        var draft = new Draft(state, context);
        for (OpenCall call : asked(state.phase())) {
            Approvals.withdraw(call, draft);
            Approvals.stopCopies(call, draft);
            close(call.pending(), draft);
        }
        for (PendingCall call : open(state.phase())) {
            draft.stop(call);
            close(call, draft);
        }
        draft.add(new Fact.SessionQuarantined(reason));
        return draft.done();
    }

    private static void close(PendingCall call, Draft draft) {
        draft.add(
                WhileRunningTools.output(
                        call,
                        new CallOutcome(
                                CallOutcome.Kind.CANCELLED,
                                "The session failed inside the server; this call was stopped.")));
    }

    /// The least that can be written, where the state itself is what fails.
    public static Decision bare(String reason) {
        return new Decision(
                List.of(new Fact.SessionQuarantined(reason)), List.of(), Optional.empty());
    }

    private static List<OpenCall> asked(Phase phase) {
        return phase instanceof Phase.RunningTools running
                ? running.pending().stream().filter(OpenCall::isWaitingForPeople).toList()
                : List.of();
    }

    private static List<PendingCall> open(Phase phase) {
        return switch (phase) {
            case Phase.RunningTools running ->
                    running.pending().stream()
                            .filter(call -> !call.isWaitingForPeople())
                            .map(OpenCall::pending)
                            .toList();
            case Phase.Interrupting stopping -> stopping.tools();
            case Phase.Idle _, Phase.AwaitingModel _, Phase.Ended _, Phase.Quarantined _ ->
                    List.of();
        };
    }
}
