package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.ModelResult.AskedCall;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.ToolDescriptor;
import io.mlintern.protocol.ToolName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The tool calls of one answer: all are announced in order, then those that cannot run get their outcome at once and
/// the others are handed out.
final class ToolBatch {
    /// Enough of an unreadable text to see what went wrong.
    private static final int MALFORMED_SHOWN = 200;

    private static final int NAME_BYTES = 256;

    private ToolBatch() {}

    /// Reads what the model asked for. A call without a name or with unreadable arguments is kept, so that it gets an
    /// answer.
    static List<Fact.RequestedCall> read(
            SessionState state, int iteration, ModelResult.Answered answer) {
        List<Fact.RequestedCall> calls = new ArrayList<>();
        for (AskedCall asked : answer.toolCalls()) {
            CallId id = CallId.ofTool(state.id(), state.turn(), iteration, calls.size());
            calls.add(read(id, asked));
        }
        return calls;
    }

    private static Fact.RequestedCall read(CallId id, AskedCall asked) {
        var tool =
                new ToolName(
                        asked.name().isBlank()
                                ? "unnamed"
                                : Bounds.start(asked.name(), NAME_BYTES));
        Optional<JsonObject> arguments = JsonObject.parse(asked.arguments());
        return new Fact.RequestedCall(
                id,
                tool,
                arguments.orElse(JsonObject.EMPTY),
                arguments.isPresent()
                        ? Optional.empty()
                        : Optional.of(Bounds.start(asked.arguments(), MALFORMED_SHOWN)));
    }

    static void start(List<Fact.RequestedCall> calls, int iteration, Draft draft) {
        for (Fact.RequestedCall call : calls) {
            draft.add(new Fact.ToolCall(call.tool(), call.arguments(), call.toolCallId()));
        }
        Approvals.ask(calls.stream().flatMap(call -> start(call, draft).stream()).toList(), draft);
        goOnWhenSettled(draft, iteration);
    }

    /// Asks the model again once no call is out.
    static void goOnWhenSettled(Draft draft, int iteration) {
        if (!(draft.state().phase() instanceof Phase.RunningTools running)) {
            return;
        }
        if (!running.pending().isEmpty()) {
            Approvals.giveUpWhenOvertaken(draft);
            return;
        }
        Guards guards = draft.state().guards();
        if (guards.malformedStreak()) {
            ToolName tool = guards.malformedTool().orElseThrow();
            draft.add(
                    new Fact.SteeringAdded(
                            Fact.SteeringReason.MALFORMED_ARGUMENTS, Steering.malformed(tool)));
            draft.say("unreadable arguments for " + tool + " again: the model is told so");
        }
        Turns.askModel(draft, iteration + 1);
    }

    /// Answers what people are to be asked, where policy wants that.
    private static Optional<Approvals.Question> start(Fact.RequestedCall call, Draft draft) {
        if (call.malformed().isPresent()) {
            refuse(
                    call,
                    "The arguments of "
                            + call.tool()
                            + " are not a JSON object, so it was not run. Send one valid JSON object; for much text,"
                            + " send it in smaller parts.",
                    draft);
            return Optional.empty();
        }
        Optional<ToolDescriptor> tool = draft.context().tools().find(call.tool());
        if (tool.isEmpty() || !isPinned(call.tool(), draft.state())) {
            refuse(
                    call,
                    "There is no tool named "
                            + call.tool()
                            + ". The tools are: "
                            + draft.context().tools().names()
                            + ".",
                    draft);
        } else if (call.tool().equals(PlanTool.NAME)) {
            PlanTool.carryOut(call, draft);
        } else {
            return decide(call, tool.get(), draft);
        }
        return Optional.empty();
    }

    /// Judges a call again that was out already, by what is known now.
    static void judge(ToolCall call, Draft draft) {
        var judged =
                new Fact.RequestedCall(
                        call.callId(), call.tool(), call.arguments(), Optional.empty());
        Approvals.ask(start(judged, draft).stream().toList(), draft);
    }

    private static boolean isPinned(ToolName tool, SessionState state) {
        return state.tools().filter(pinned -> pinned.versions().containsKey(tool)).isPresent();
    }

    private static Optional<Approvals.Question> decide(
            Fact.RequestedCall call, ToolDescriptor tool, Draft draft) {
        CallPolicy.CallVerdict verdict =
                draft.context().policy().decide(tool, call.arguments(), draft.state());
        draft.add(
                new Fact.PolicyDecided(
                        call.toolCallId(),
                        verdict.kind().name().toLowerCase(Locale.ROOT),
                        verdict.reason(),
                        verdict.policyVersion()));
        switch (verdict.kind()) {
            case ALLOW -> draft.run(handOut(call, verdict, draft.state()));
            case ASK -> {
                return Optional.of(new Approvals.Question(call, verdict));
            }
            case DENY -> refuse(call, "Not run: " + verdict.reason(), draft);
        }
        return Optional.empty();
    }

    private static ToolCall handOut(
            Fact.RequestedCall call, CallPolicy.CallVerdict verdict, SessionState state) {
        return new ToolCall(
                call.toolCallId(),
                state.id(),
                state.turn(),
                call.tool(),
                call.arguments(),
                state.settings().workspace(),
                state.settings().owner(),
                state.settings().attended(),
                verdict.policyVersion(),
                Optional.empty());
    }

    static void refuse(Fact.RequestedCall call, String why, Draft draft) {
        draft.add(
                new Fact.ToolOutput(
                        call.tool(), call.toolCallId(), why, false, CallOutcome.Kind.REFUSED));
    }
}
