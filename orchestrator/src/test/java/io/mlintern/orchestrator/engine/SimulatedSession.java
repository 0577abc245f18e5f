package io.mlintern.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.orchestrator.model.conversation.Conversation;
import io.mlintern.protocol.ApprovalRequest;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.ToolCall;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A session to which a schedule happens. What must hold after each step is checked there, what must hold for the whole
/// log by [LogRules].
final class SimulatedSession {
    private static final Patience PATIENCE = Patience.DEFAULT;
    private static final int MOST_STEPS_TO_THE_END = 2_000;

    private final List<SessionEvent> log = new ArrayList<>();
    private final List<SessionInput> taken = new ArrayList<>();
    private final List<CallId> modelCalls = new ArrayList<>();
    private final List<CallId> toolCalls = new ArrayList<>();
    private final List<ApprovalRequest.Requested> requests = new ArrayList<>();
    private final Map<CallId, ApprovalRequest.Requested> asked = new HashMap<>();
    private final Map<CallId, String> verdicts = new HashMap<>();
    private final Map<CallId, ToolCall> out = new HashMap<>();
    private final Conversation conversation = new Conversation();
    private final int maxIterations;
    private Optional<SessionState> state = Optional.empty();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private CallPolicy policy = SessionScenario::policy;
    private boolean crashInNextStep;

    SimulatedSession(int maxIterations) {
        this.maxIterations = maxIterations;
        take(SessionScenario.opening(maxIterations));
    }

    void happen(SimulatedStep step) {
        now = now.plus(step.pause());
        int pick = step.pick();
        switch (step.kind()) {
            case OPERATION -> take(SimulatedInputs.operation(pick));
            case MODEL_OUTCOME ->
                    openModelCall().ifPresent(call -> take(SimulatedInputs.model(call, pick)));
            case MODEL_STARTED ->
                    openModelCall().ifPresent(call -> take(SimulatedInputs.started(call)));
            case LATE_MODEL_OUTCOME ->
                    any(modelCalls, pick)
                            .ifPresent(call -> take(SimulatedInputs.model(call, pick)));
            case TOOL_OUTCOME ->
                    any(openTools(), pick)
                            .ifPresent(call -> take(SimulatedInputs.toolSettled(call, pick)));
            case TOOL_STARTED ->
                    any(openTools(), pick)
                            .ifPresent(call -> take(SimulatedInputs.toolStarted(call)));
            case TOOL_ADVANCED ->
                    any(openTools(), pick)
                            .ifPresent(call -> take(SimulatedInputs.toolAdvanced(call)));
            case LATE_TOOL_OUTCOME ->
                    any(toolCalls, pick)
                            .ifPresent(call -> take(SimulatedInputs.toolSettled(call, pick)));
            case POLICY_CHANGED ->
                    any(openTools(), pick)
                            .ifPresent(call -> take(SimulatedInputs.policyChanged(call)));
            case GRANT_EXPIRED ->
                    any(openTools(), pick)
                            .ifPresent(call -> take(SimulatedInputs.grantExpired(call)));
            case DECISION ->
                    any(openRequests(), pick)
                            .ifPresent(it -> take(SimulatedInputs.decision(it, pick)));
            case LATE_DECISION ->
                    any(requests, pick).ifPresent(it -> take(SimulatedInputs.decision(it, pick)));
            case REDELIVERY -> any(taken, pick).ifPresent(this::take);
            case DEADLINE -> live().deadline(PATIENCE).ifPresent(this::pass);
            case STALE_DEADLINE ->
                    take(new SessionInput.DeadlinePassed(now.minusSeconds(pick % 100)));
            case CRASH_BETWEEN_STEPS -> state = folded();
            case CRASH_IN_THE_NEXT_STEP -> crashInNextStep = true;
            // Also back: clocks of two replicas differ.
            case CLOCK_JUMP -> now = now.plusSeconds(pick % 100_000 - 10);
            case OTHER_POLICY -> policy = SimulatedInputs.policy(pick);
            case FAILURE_OF_OURS -> fail();
        }
    }

    private void pass(Instant deadline) {
        now = deadline.isAfter(now) ? deadline : now;
        take(new SessionInput.DeadlinePassed(deadline));
    }

    private void fail() {
        boolean open = !isClosed();
        if (open) {
            write(Quarantine.of(live(), "Test", context()));
        }
    }

    /// Lets everything that is open come to its end.
    void end() {
        policy = SessionScenario::policy;
        for (int i = 0; i < MOST_STEPS_TO_THE_END; i++) {
            switch (live().phase()) {
                case Phase.AwaitingModel waiting ->
                        take(SimulatedInputs.settled(waiting.call(), "the end"));
                case Phase.RunningTools running -> endCall(running.pending().getFirst().call());
                case Phase.Interrupting stopping -> pass(stopping.deadline());
                case Phase.Idle _, Phase.Ended _, Phase.Quarantined _ -> {
                    assertThat(folded()).as("the fold of all facts").isEqualTo(state);
                    assertThat(asked).as("nobody is asked any more").isEmpty();
                    new LogRules(log, live(), maxIterations).check();
                    return;
                }
            }
        }
        throw new AssertionError("it never comes to its end: " + live().phase());
    }

    private void endCall(CallId call) {
        take(
                asked.containsKey(call)
                        ? SimulatedInputs.decision(asked.get(call), 1)
                        : SimulatedInputs.toolSettled(call, CallOutcome.Kind.DONE));
    }

    private List<ApprovalRequest.Requested> openRequests() {
        return List.copyOf(asked.values());
    }

    private void take(SessionInput input) {
        taken.add(input);
        boolean closed = isClosed();
        Decision decision = decide(input);
        if (crashInNextStep) {
            crashInNextStep = false;
            // Nothing of the step was committed: the input comes again to who has folded the facts.
            state = folded();
            assertThat(decide(input)).as("decided again after a crash").isEqualTo(decision);
        }
        if (closed) {
            assertThat(decision.events()).as("facts after the end").isEmpty();
            assertThat(decision.commands()).as("commands after the end").isEmpty();
        }
        boolean changed = !decision.events().isEmpty();
        if (input instanceof SessionInput.FromPeople(var outcome) && changed) {
            assertThat(asked.remove(outcome.callId()).round())
                    .as("the answer to what was asked last")
                    .isEqualTo(outcome.round());
        }
        write(decision);
    }

    private Decision decide(SessionInput input) {
        return state.isPresent()
                ? SessionDecider.decide(state.get(), input, context())
                : SessionDecider.open(input, context());
    }

    private void write(Decision decision) {
        decision.commands().forEach(this::checkStop);
        decision.events().stream()
                .filter(Fact.class::isInstance)
                .map(Fact.class::cast)
                .forEach(this::write);
        decision.commands().forEach(this::handOut);
        decision.commands().forEach(this::ask);
        if (!decision.events().isEmpty()) {
            assertThat(stored(live())).as("the stored form").isEqualTo(live());
        }
    }

    private void write(Fact fact) {
        SessionEvent event = SessionState.event(SessionScenario.ID, state, fact, now);
        state = Optional.of(fold(state, event));
        log.add(event);
        conversation.fold(event.seq().orElseThrow(), fact);
        if (fact instanceof Fact.ModelCallRequested request) {
            modelCalls.add(request.callId());
            HistoryRules.check(conversation.request(request).messages());
        } else if (fact instanceof Fact.CallHandedOutAgain again) {
            again.modelCall().ifPresent(it -> assertThat(it.callId()).isIn(modelCalls));
            again.modelCall()
                    .ifPresent(it -> HistoryRules.check(conversation.request(it).messages()));
        } else if (fact instanceof Fact.ToolCall call) {
            toolCalls.add(call.toolCallId());
        } else if (fact instanceof Fact.PolicyDecided decided) {
            verdicts.put(decided.toolCallId(), decided.verdict());
        } else if (fact instanceof Fact.ToolOutput output) {
            out.remove(output.toolCallId());
        }
    }

    private void ask(Command command) {
        switch (command) {
            case Command.AskPeople(ApprovalRequest.Requested request) -> {
                assertThat(asked.put(request.callId(), request)).as("asked once").isNull();
                assertThat(requests)
                        .as("each round once")
                        .noneMatch(
                                it ->
                                        it.callId().equals(request.callId())
                                                && it.round() == request.round());
                requests.add(request);
            }
            case Command.StopAsking(ApprovalRequest.Withdrawn withdrawn) ->
                    assertThat(asked.remove(withdrawn.callId()))
                            .as("what is withdrawn was asked")
                            .isNotNull();
            case Command.RunTool _, Command.StopTool _ -> {}
        }
    }

    private void checkStop(Command command) {
        if (command instanceof Command.StopTool(var cancel)) {
            assertThat(out).as("what is stopped is out").containsKey(cancel.callId());
        }
    }

    private void handOut(Command command) {
        if (command instanceof Command.RunTool(ToolCall call)) {
            assertThat(openTools()).as("what is handed out is open").contains(call.callId());
            if ("ask".equals(verdicts.get(call.callId()))) {
                assertThat(call.grant())
                        .as("what people are asked about runs with their grant")
                        .hasValueSatisfying(
                                grant -> assertThat(grant).isEqualTo(lastGrant(call.callId())));
            }
            ToolCall before = out.put(call.callId(), call);
            assertThat(before == null || before.arguments().equals(call.arguments()))
                    .as("the same arguments each time")
                    .isTrue();
        }
    }

    private String lastGrant(CallId call) {
        return requests.stream()
                .filter(request -> request.callId().equals(call))
                .map(SimulatedInputs::grant)
                .reduce("none", (_, later) -> later);
    }

    private SessionContext context() {
        return SessionScenario.context(now, policy, call -> Optional.ofNullable(out.get(call)));
    }

    private Optional<SessionState> folded() {
        Optional<SessionState> folded = Optional.empty();
        for (SessionEvent event : log) {
            folded = Optional.of(fold(folded, event));
        }
        return folded;
    }

    private static SessionState fold(Optional<SessionState> before, SessionEvent event) {
        return before.map(known -> SessionReducer.apply(known, event))
                .orElseGet(() -> SessionReducer.open(event, SessionScenario.ADA));
    }

    private static SessionState stored(SessionState state) {
        try {
            byte[] bytes = Json.mapper().writeValueAsBytes(state);
            return Json.mapper().readValue(bytes, SessionState.class);
        } catch (IOException e) {
            throw new AssertionError("the state cannot be stored", e);
        }
    }

    private SessionState live() {
        return state.orElseThrow();
    }

    private boolean isClosed() {
        return state.map(SessionState::phase)
                .filter(it -> it instanceof Phase.Ended || it instanceof Phase.Quarantined)
                .isPresent();
    }

    private Optional<CallId> openModelCall() {
        return switch (live().phase()) {
            case Phase.AwaitingModel waiting -> Optional.of(waiting.call());
            case Phase.Interrupting stopping -> stopping.model();
            case Phase.Idle _, Phase.RunningTools _, Phase.Ended _, Phase.Quarantined _ ->
                    Optional.empty();
        };
    }

    private List<CallId> openTools() {
        return switch (live().phase()) {
            case Phase.RunningTools running ->
                    running.pending().stream().map(OpenCall::call).toList();
            case Phase.Interrupting stopping ->
                    stopping.tools().stream().map(PendingCall::call).toList();
            case Phase.Idle _, Phase.AwaitingModel _, Phase.Ended _, Phase.Quarantined _ ->
                    List.of();
        };
    }

    private static <T> Optional<T> any(List<T> of, int pick) {
        return of.isEmpty() ? Optional.empty() : Optional.of(of.get(pick % of.size()));
    }
}
