package io.mlintern.orchestrator.engine;

import static io.mlintern.orchestrator.engine.SessionScenario.ID;

import io.mlintern.protocol.ApprovalOutcome;
import io.mlintern.protocol.ApprovalRequest;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.ToolResult;
import java.util.List;
import java.util.Optional;

/// Inputs that a number picks: the same number, the same input.
final class SimulatedInputs {
    private static final List<CallOutcome.Kind> KINDS = List.of(CallOutcome.Kind.values());
    private static final List<String> TOOLS =
            List.of("bash", "read", "plan_tool", "nope", "hf_jobs", "drop_all", "");
    private static final List<String> ARGUMENTS =
            List.of(
                    "{}",
                    "{\"command\":\"ls\"}",
                    "",
                    "[",
                    "{\"todos\":[{\"id\":\"1\",\"content\":\"c\",\"status\":\"pending\"}]}",
                    "{\"todos\":[{\"id\":\"1\",\"content\":\"c\",\"status\":\"completed\"}]}");

    private SimulatedInputs() {}

    /// The id comes from fewer numbers than the operation: now and then one comes again, also as another operation.
    static SessionInput operation(int pick) {
        Operation operation =
                switch (pick % 16) {
                    case 0, 1, 2 -> new Operation.Interrupt();
                    case 3 -> new Operation.Rename("t");
                    case 4 -> new Operation.Undo();
                    case 5 -> new Operation.SetModel(new ModelId("ollama/x"));
                    case 6 -> new Operation.SessionNotLoaded("late");
                    case 7 -> pick % 7 == 0 ? new Operation.Shutdown() : new Operation.Interrupt();
                    default -> new Operation.UserInput("text " + pick);
                };
        return new SessionInput.Submitted(
                new SubmittedOperation(new OperationId("o" + pick / 16 % 500), ID, operation),
                SessionScenario.ADA);
    }

    static SessionInput model(CallId call, int pick) {
        return settled(
                call,
                switch (pick % 9) {
                    case 0 -> new ModelResult.Failed(ErrorCode.OVERLOADED, "busy", 1);
                    case 1 -> new ModelResult.Cancelled("par", true);
                    case 2 -> SessionScenario.answer("", "stop");
                    case 3 ->
                            SessionScenario.answer(
                                    "x", "length", SessionScenario.call("bash", "{"));
                    case 4 -> SessionScenario.answer("text", "stop");
                    default ->
                            SessionScenario.answer(
                                    pick % 2 == 0 ? "" : "so", "tool_calls", calls(pick / 9));
                });
    }

    static SessionInput settled(CallId call, String text) {
        return settled(call, SessionScenario.answer(text, "stop"));
    }

    private static SessionInput settled(CallId call, ModelResult.ModelOutcome outcome) {
        return new SessionInput.FromModel(new ModelResult.ModelSettled(ID, call, 1, outcome));
    }

    private static ModelResult.AskedCall[] calls(int pick) {
        var calls = new ModelResult.AskedCall[1 + pick % 4];
        int rest = pick / 4;
        for (int i = 0; i < calls.length; i++) {
            String tool = TOOLS.get(rest % TOOLS.size());
            rest = rest / TOOLS.size() + 31 * i + 7;
            calls[i] = SessionScenario.call(tool, ARGUMENTS.get(rest % ARGUMENTS.size()));
        }
        return calls;
    }

    static SessionInput started(CallId call) {
        return new SessionInput.FromModel(new ModelResult.ModelStarted(ID, call, 1));
    }

    static SessionInput toolSettled(CallId call, int pick) {
        return toolSettled(call, KINDS.get(pick % KINDS.size()));
    }

    static SessionInput toolSettled(CallId call, CallOutcome.Kind kind) {
        return new SessionInput.FromTool(
                new ToolResult.ToolSettled(ID, call, 1, new CallOutcome(kind, "out")));
    }

    static SessionInput toolStarted(CallId call) {
        return new SessionInput.FromTool(new ToolResult.ToolStarted(ID, call, 1));
    }

    static SessionInput toolAdvanced(CallId call) {
        return new SessionInput.FromTool(
                new ToolResult.ToolAdvanced(ID, call, 1, "queued", Optional.empty()));
    }

    static SessionInput policyChanged(CallId call) {
        return new SessionInput.FromTool(new ToolResult.PolicyChanged(ID, call, "v2"));
    }

    static SessionInput grantExpired(CallId call) {
        return new SessionInput.FromTool(new ToolResult.GrantExpired(ID, call));
    }

    static CallPolicy policy(int pick) {
        var kinds = CallPolicy.CallVerdict.Kind.values();
        return pick % 4 == 3
                ? SessionScenario::policy
                : (_, _, _) -> SessionScenario.verdict(kinds[pick % 4], "so it is.", "v" + pick);
    }

    /// @param pick even: people approve
    static SessionInput decision(ApprovalRequest.Requested request, int pick) {
        boolean approved = pick % 2 == 0;
        return new SessionInput.FromPeople(
                pick % 10 == 9
                        ? new ApprovalOutcome.Moot(
                                ID, request.callId(), request.round(), "no such rule")
                        : new ApprovalOutcome.ApprovalDecision(
                                ID,
                                request.callId(),
                                request.round(),
                                approved,
                                request.arguments(),
                                approved ? Optional.of(grant(request)) : Optional.empty(),
                                Optional.empty()));
    }

    static String grant(ApprovalRequest.Requested request) {
        return "grant-" + request.callId() + "-" + request.round();
    }
}
