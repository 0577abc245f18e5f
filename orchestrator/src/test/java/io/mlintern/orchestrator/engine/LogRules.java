package io.mlintern.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.PlanItem;
import io.mlintern.protocol.SessionEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What holds for every session that has come to rest: numbers without a hole, one outcome for each announced call, model
/// calls counted once, each turn closed once before the next begins, nothing after the end, and counters that are the sum
/// of the facts.
final class LogRules {
    private final List<SessionEvent> log;
    private final SessionState end;
    private final int maxIterations;
    private final Map<CallId, Fact.ToolOutput> outcomes = new HashMap<>();
    private final Set<CallId> announced = new HashSet<>();
    private final Set<CallId> answered = new HashSet<>();
    private final Map<CallId, Integer> sentBack = new HashMap<>();
    private List<PlanItem> plan = List.of();
    private boolean open;
    private boolean closed;
    private int turns;
    private int iteration;
    private long tokens;

    LogRules(List<SessionEvent> log, SessionState end, int maxIterations) {
        this.log = log;
        this.end = end;
        this.maxIterations = maxIterations;
    }

    void check() {
        long seq = 0;
        for (SessionEvent event : log) {
            assertThat(event.seq()).hasValue(++seq);
            assertThat(closed).as("something comes after the end: " + event).isFalse();
            fact((Fact) event.data());
            assertThat(event.turn()).isEqualTo(turns);
            if (event.kind().endsTurn()) {
                closeTurn(event);
            }
        }
        assertThat(open).as("a turn is still open").isFalse();
        assertThat(end.seq()).isEqualTo(seq);
        assertThat(end.turn()).isEqualTo(turns);
        assertThat(end.plan()).isEqualTo(plan);
        assertThat(end.usage().totalTokens()).isEqualTo(tokens);
        assertThat(end.deadline(Patience.DEFAULT)).as("something is waited for").isEmpty();
        if (end.phase() instanceof Phase.Idle) {
            assertThat(end.queue()).as("nothing waits while nothing runs").isEmpty();
        }
    }

    private void closeTurn(SessionEvent event) {
        boolean mayBeIdle =
                event.data() instanceof Fact.Shutdown
                        || event.data() instanceof Fact.SessionQuarantined;
        assertThat(open || mayBeIdle).as("a turn ends twice: " + event).isTrue();
        assertThat(outcomes.keySet()).as("every call is settled").isEqualTo(announced);
        open = false;
        closed = mayBeIdle;
    }

    private void fact(Fact fact) {
        switch (fact) {
            case Fact.Processing _ -> {
                assertThat(open).as("a turn is open already").isFalse();
                open = true;
                turns++;
                iteration = 0;
            }
            case Fact.ModelCallRequested request -> {
                assertThat(open).as("a turn is open").isTrue();
                assertThat(request.iteration()).isEqualTo(++iteration);
                assertThat(maxIterations < 0 || iteration <= maxIterations).isTrue();
            }
            case Fact.AssistantMessage answer ->
                    assertThat(answered.add(answer.callId())).as("one answer a call").isTrue();
            case Fact.ToolCall call ->
                    assertThat(announced.add(call.toolCallId())).as("one call an id").isTrue();
            case Fact.ToolOutput output -> {
                assertThat(announced).contains(output.toolCallId());
                assertThat(outcomes.put(output.toolCallId(), output)).as("one outcome").isNull();
            }
            case Fact.ToolOutputAmended amended -> amended(amended);
            case Fact.CallSentBack back ->
                    assertThat(sentBack.merge(back.toolCallId(), 1, Integer::sum))
                            .isLessThanOrEqualTo(Backstop.MOST_SENT_BACK);
            case Fact.PlanUpdate update -> plan = update.plan();
            case Fact.LlmCall call -> tokens += call.totalTokens();
            // The others have no rule of their own.
            case Fact _ -> {}
        }
    }

    private void amended(Fact.ToolOutputAmended amended) {
        CallId call = amended.toolCallId();
        assertThat(outcomes.get(call).outcome().isDefinite()).as("only what was open").isFalse();
        assertThat(amended.outcome().isDefinite()).isTrue();
        outcomes.put(
                call,
                new Fact.ToolOutput(
                        amended.tool(),
                        call,
                        amended.output(),
                        amended.success(),
                        amended.outcome()));
    }
}
