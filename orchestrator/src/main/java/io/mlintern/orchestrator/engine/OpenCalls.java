package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ToolName;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/// What facts change in the calls that are out.
final class OpenCalls {
    /// How many calls may be amended later; the oldest are forgotten first.
    private static final int MOST_PROVISIONAL = 100;

    private OpenCalls() {}

    static void modelHeard(SessionChange next) {
        if (next.phase instanceof Phase.AwaitingModel waiting) {
            next.phase = waiting.heard();
        }
    }

    static void handedOutAgain(SessionChange next, CallId call, Instant time) {
        if (next.phase instanceof Phase.AwaitingModel waiting) {
            next.phase = waiting.handedOutAgain(time);
        } else {
            changed(next, call, open -> open.handedOutAgain(time));
        }
    }

    static void announced(SessionChange next, OpenCall call) {
        if (next.phase instanceof Phase.RunningTools tools) {
            next.phase = tools.with(call);
        }
    }

    static void changed(SessionChange next, CallId call, UnaryOperator<OpenCall> change) {
        if (next.phase instanceof Phase.RunningTools tools) {
            next.phase = tools.changed(call, change);
        }
    }

    static void awaitsPeople(SessionChange next, Fact.AwaitedCall awaited) {
        var people =
                new Watch.AwaitsPeople(
                        awaited.round(), awaited.policyVersion(), awaited.expiresAt());
        changed(next, awaited.toolCallId(), call -> call.awaiting(people));
    }

    static void settled(SessionChange next, Fact.ToolOutput output) {
        CallId call = output.toolCallId();
        next.historySize += 1;
        if (next.phase instanceof Phase.RunningTools tools) {
            next.phase = tools.without(call);
        } else if (next.phase instanceof Phase.Interrupting interrupting) {
            next.phase = interrupting.without(call);
        }
        if (!output.outcome().isDefinite()) {
            next.provisional = provisional(next.provisional, call, output.tool());
        }
    }

    private static List<PendingCall> provisional(
            List<PendingCall> known, CallId call, ToolName tool) {
        List<PendingCall> all = PendingCall.with(known, new PendingCall(call, tool));
        return all.subList(Math.max(0, all.size() - MOST_PROVISIONAL), all.size());
    }
}
