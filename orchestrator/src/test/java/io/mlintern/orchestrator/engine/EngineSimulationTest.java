package io.mlintern.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Drives the pure engine by seeded random schedules: operations at any moment, results in any order and more than once,
/// deadlines, failures. A failing run names its seed and what it did; `-Dengine.simulation.seed=N` runs that one alone.
class EngineSimulationTest {
    private static final int RUNS = Integer.getInteger("engine.simulation.runs", 500);
    private static final int STEPS = 60;
    private static final List<CallOutcome.Kind> KINDS = List.of(CallOutcome.Kind.values());

    @Test
    void whateverComesInWhateverOrderEachCallSettlesOnceAndTheFoldIsTheState() {
        Long only = Long.getLong("engine.simulation.seed");
        for (long seed = 0; seed < RUNS; seed++) {
            if (only == null || only == seed) {
                run(seed);
            }
        }
    }

    private static void run(long seed) {
        var random = new Random(seed);
        var session = SessionScenario.opened(random.nextInt(6) - 1);
        List<String> schedule = new ArrayList<>();
        List<SessionInput> earlier = new ArrayList<>();
        try {
            for (int step = 0; step < STEPS; step++) {
                SessionInput input = next(random, session, earlier);
                schedule.add(input.toString());
                earlier.add(input);
                session.later(Duration.ofMillis(random.nextInt(3_000))).input(input);
            }
            checkLog(session.log());
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + " after:\n" + String.join("\n", schedule), e);
        }
    }

    private static SessionInput next(
            Random random, SessionScenario session, List<SessionInput> earlier) {
        int dice = random.nextInt(20);
        if (dice < 3 && !earlier.isEmpty()) {
            return earlier.get(random.nextInt(earlier.size()));
        }
        if (dice < 6) {
            return operation(random);
        }
        return switch (session.phase()) {
            case Phase.AwaitingModel waiting -> model(random, waiting.call());
            case Phase.RunningTools running when !running.pending().isEmpty() ->
                    tool(
                            random,
                            pick(random, running.pending().stream().map(OpenCall::pending).toList()));
            case Phase.Interrupting stopping when dice < 9 ->
                    new SessionInput.DeadlinePassed(stopping.deadline());
            case Phase.Interrupting stopping when stopping.model().isPresent() ->
                    model(random, stopping.model().get());
            case Phase.Interrupting stopping when !stopping.tools().isEmpty() ->
                    tool(random, pick(random, stopping.tools()));
            case Phase.Interrupting stopping ->
                    new SessionInput.DeadlinePassed(stopping.deadline());
            case Phase.Idle _, Phase.RunningTools _, Phase.Ended _, Phase.Quarantined _ ->
                    operation(random);
        };
    }

    private static CallId pick(Random random, List<PendingCall> calls) {
        return calls.get(random.nextInt(calls.size())).call();
    }

    private static SessionInput operation(Random random) {
        Operation operation =
                switch (random.nextInt(12)) {
                    case 0 -> new Operation.Interrupt();
                    case 1 -> new Operation.Rename("t");
                    case 2 -> new Operation.Undo();
                    case 3 ->
                            random.nextInt(8) == 0
                                    ? new Operation.Shutdown()
                                    : new Operation.Interrupt();
                    default -> new Operation.UserInput("text");
                };
        return new SessionInput.Submitted(
                new io.mlintern.protocol.SubmittedOperation(
                        new io.mlintern.protocol.OperationId("r" + random.nextInt(100_000)),
                        SessionScenario.ID,
                        operation),
                SessionScenario.ADA);
    }

    private static SessionInput model(Random random, CallId call) {
        ModelResult.ModelOutcome outcome =
                switch (random.nextInt(8)) {
                    case 0 -> new ModelResult.Failed(ErrorCode.OVERLOADED, "busy", 1);
                    case 1 -> new ModelResult.Cancelled("par", true);
                    case 2 -> SessionScenario.answer("", "stop");
                    case 3 ->
                            SessionScenario.answer(
                                    "x", "length", SessionScenario.call("bash", "{"));
                    case 4 -> SessionScenario.answer("text", "stop");
                    default -> SessionScenario.answer("", "tool_calls", calls(random));
                };
        return new SessionInput.FromModel(
                new ModelResult.ModelSettled(SessionScenario.ID, call, 1, outcome));
    }

    private static ModelResult.AskedCall[] calls(Random random) {
        String[] tools = {"bash", "read", "plan_tool", "nope", "hf_jobs", ""};
        String[] arguments = {
            "{}", "", "[", "{\"todos\":[{\"id\":\"1\",\"content\":\"c\",\"status\":\"pending\"}]}"
        };
        var calls = new ModelResult.AskedCall[1 + random.nextInt(4)];
        for (int i = 0; i < calls.length; i++) {
            calls[i] =
                    SessionScenario.call(
                            tools[random.nextInt(tools.length)],
                            arguments[random.nextInt(arguments.length)]);
        }
        return calls;
    }

    private static SessionInput tool(Random random, CallId call) {
        ToolResult result =
                switch (random.nextInt(6)) {
                    case 0 -> new ToolResult.ToolStarted(SessionScenario.ID, call, 1);
                    case 1 -> new ToolResult.PolicyChanged(SessionScenario.ID, call, "v2");
                    default ->
                            new ToolResult.ToolSettled(
                                    SessionScenario.ID,
                                    call,
                                    1,
                                    new CallOutcome(
                                            KINDS.get(random.nextInt(KINDS.size())), "out"));
                };
        return new SessionInput.FromTool(result);
    }

    /// Holds for every log: numbers without a hole, one outcome for each announced call and none for others, each turn
    /// closed before the next begins, nothing after the end.
    private static void checkLog(List<SessionEvent> log) {
        Map<CallId, Integer> outcomes = new HashMap<>();
        boolean open = false;
        boolean ended = false;
        long seq = 0;
        for (SessionEvent event : log) {
            assertThat(event.seq()).hasValue(++seq);
            assertThat(ended).as("nothing comes after the end").isFalse();
            switch (event.data()) {
                case Fact.Processing _ -> {
                    assertThat(open).as("a turn is open already").isFalse();
                    open = true;
                }
                case Fact.ToolCall call -> assertThat(outcomes.put(call.toolCallId(), 0)).isNull();
                case Fact.ToolOutput output ->
                        assertThat(outcomes.merge(output.toolCallId(), 1, Integer::sum))
                                .isEqualTo(1);
                case Fact.ToolOutputAmended amended ->
                        assertThat(outcomes).containsKey(amended.toolCallId());
                default -> {
                    if (event.kind().endsTurn()) {
                        open = false;
                        assertThat(outcomes).as("every call is settled").doesNotContainValue(0);
                    }
                    ended = event.data() instanceof Fact.Shutdown;
                }
            }
        }
    }
}
