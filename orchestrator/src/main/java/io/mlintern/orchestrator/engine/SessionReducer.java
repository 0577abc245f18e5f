package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Folds facts into the state. Live and restored sessions take this same path.
public final class SessionReducer {
    private static final String ALLOW =
            CallPolicy.CallVerdict.Kind.ALLOW.name().toLowerCase(Locale.ROOT);

    private SessionReducer() {}

    /// The state of a session after its first fact.
    public static SessionState open(SessionEvent first, Actor owner) {
        if (!(first.data() instanceof Fact.SessionOpened opened)) {
            throw new IllegalArgumentException("a session's first fact opens it");
        }
        var state = SessionState.opened(first.sessionId(), owner, opened.settings());
        return numbered(state, first).done();
    }

    /// The state after one more fact.
    ///
    /// @throws IllegalArgumentException where the fact is not the next one
    @SuppressWarnings("MethodLength") // One arm per fact, so that the whole fold is seen at once.
    public static SessionState apply(SessionState state, SessionEvent event) {
        if (!(event.data() instanceof Fact fact)) {
            return state;
        }
        SessionChange next = numbered(state, event);
        Instant time = event.time();
        switch (fact) {
            case Fact.SessionOpened _ ->
                    throw new IllegalArgumentException("the session is open already");
            case Fact.UserMessage message -> {
                remember(next, message.operationId(), time);
                enqueue(next, new QueuedOperation.Turn(next.seq));
            }
            case Fact.OperationQueued queued -> {
                remember(next, queued.operationId(), time);
                enqueue(next, new QueuedOperation.End(queued.operationId()));
            }
            case Fact.OperationRefused refused -> remember(next, refused.operationId(), time);
            case Fact.Processing _ -> beginTurn(next);
            case Fact.SystemPrompt prompt -> {
                next.historySize += next.systemPrompt.isPresent() ? 0 : 1;
                next.systemPrompt =
                        Optional.of(new SessionState.Pinned(next.seq, prompt.version()));
            }
            case Fact.ToolsPinned pinned -> next.tools = Optional.of(pin(next.seq, pinned));
            case Fact.ModelCallRequested requested ->
                    next.phase = Phase.AwaitingModel.of(requested, time);
            case Fact.ModelCallStarted _ -> OpenCalls.modelHeard(next);
            case Fact.CallHandedOutAgain again ->
                    OpenCalls.handedOutAgain(next, again.callId(), time);
            case Fact.AssistantMessage message -> answered(next, message);
            case Fact.LlmCall call -> next.usage = plus(next.usage, call);
            case Fact.SteeringAdded steering -> steered(next, steering);
            case Fact.ToolCall call ->
                    OpenCalls.announced(next, OpenCall.announced(call.toolCallId(), call.tool()));
            case Fact.PolicyDecided decided when decided.verdict().equals(ALLOW) ->
                    OpenCalls.changed(next, decided.toolCallId(), call -> call.handedOut(time));
            case Fact.ApprovalRequired required ->
                    required.tools().forEach(call -> OpenCalls.awaitsPeople(next, call));
            case Fact.ToolStateChange change when change.isApproval() ->
                    OpenCalls.changed(next, change.toolCallId(), call -> call.handedOut(time));
            // Who tells of its state has it.
            case Fact.ToolStateChange change ->
                    OpenCalls.changed(next, change.toolCallId(), OpenCall::heard);
            case Fact.CallSentBack back ->
                    OpenCalls.changed(next, back.toolCallId(), call -> call.sentBackAt(time));
            case Fact.ToolOutput output -> OpenCalls.settled(next, output);
            case Fact.ToolOutputAmended amended ->
                    next.provisional = PendingCall.without(next.provisional, amended.toolCallId());
            case Fact.PlanUpdate update -> next.plan = update.plan();
            case Fact.TitleChanged changed -> {
                remember(next, changed.operationId(), time);
                next.settings = next.settings.withTitle(changed.title());
            }
            case Fact.ModelChanged changed -> {
                remember(next, changed.operationId(), time);
                next.settings = next.settings.withModel(changed.model());
            }
            case Fact.EffortChanged changed -> {
                remember(next, changed.operationId(), time);
                next.settings = next.settings.withEffort(changed.effort());
            }
            case Fact.Interrupting interrupting -> {
                remember(next, interrupting.operationId(), time);
                next.phase = stopping(next.phase, time);
            }
            case Fact.TurnComplete _, Fact.Error _, Fact.Interrupted _ ->
                    next.phase = new Phase.Idle();
            case Fact.Shutdown _, Fact.SessionTerminated _ -> {
                next.phase = new Phase.Ended();
                next.queue = List.of();
            }
            case Fact.SessionQuarantined _ -> next.phase = new Phase.Quarantined();
            // They inform; nothing of the state hangs on them.
            case Fact.Ready _,
                    Fact.AssistantStreamEnd _,
                    Fact.PolicyDecided _,
                    Fact.HfJobSubmit _,
                    Fact.HfJobComplete _ -> {}
            case Fact.Compacted _,
                    Fact.UndoComplete _,
                    Fact.NewComplete _,
                    Fact.ResumeComplete _,
                    Fact.SessionArchived _ ->
                    throw new IllegalArgumentException(
                            "this version does not fold " + event.kind().wireName());
        }
        return next.done();
    }

    private static SessionChange numbered(SessionState state, SessionEvent event) {
        long seq = event.seq().orElseThrow();
        if (seq != state.seq() + 1) {
            throw new IllegalArgumentException(
                    "after fact " + state.seq() + " comes not fact " + seq);
        }
        SessionChange next = state.change();
        next.seq = seq;
        return next;
    }

    private static void remember(SessionChange next, OperationId operation, Instant time) {
        next.seen = next.seen.plus(operation, time);
    }

    private static void enqueue(SessionChange next, QueuedOperation queued) {
        next.queue = Stream.concat(next.queue.stream(), Stream.of(queued)).toList();
    }

    private static void beginTurn(SessionChange next) {
        next.turn += 1;
        next.historySize += 1;
        next.guards = Guards.FRESH;
        next.queue = next.queue.subList(1, next.queue.size());
    }

    private static SessionState.PinnedTools pin(long seq, Fact.ToolsPinned pinned) {
        return new SessionState.PinnedTools(
                seq,
                pinned.tools().stream()
                        .collect(
                                Collectors.toMap(Fact.PinnedTool::name, Fact.PinnedTool::version)));
    }

    private static void answered(SessionChange next, Fact.AssistantMessage message) {
        boolean empty = message.content().isEmpty() && message.toolCalls().isEmpty();
        next.historySize += empty ? 0 : 1;
        if (!message.toolCalls().isEmpty()) {
            next.guards = next.guards.afterToolCalls();
        }
        for (Fact.RequestedCall call : message.toolCalls()) {
            next.guards =
                    call.malformed().isPresent()
                            ? next.guards.afterMalformed(call.tool())
                            : next.guards.afterReadable();
        }
        next.phase =
                switch (next.phase) {
                    case Phase.AwaitingModel waiting ->
                            new Phase.RunningTools(waiting.iteration(), List.of());
                    case Phase.Interrupting interrupting -> interrupting.withoutModel();
                    case Phase.Idle _, Phase.RunningTools _, Phase.Ended _, Phase.Quarantined _ ->
                            throw new IllegalArgumentException("no answer was awaited");
                };
    }

    private static void steered(SessionChange next, Fact.SteeringAdded steering) {
        next.historySize += 1;
        next.guards =
                switch (steering.reason()) {
                    case CONTINUATION_GUARD -> next.guards.afterTextOnlyReply();
                    case MALFORMED_ARGUMENTS -> next.guards.afterReadable();
                    case TRUNCATED, REPETITION_GUARD -> next.guards;
                };
    }

    private static Phase stopping(Phase phase, Instant time) {
        Instant deadline = time.plus(SessionDecider.INTERRUPT_PATIENCE);
        return switch (phase) {
            case Phase.AwaitingModel waiting ->
                    new Phase.Interrupting(Optional.of(waiting.call()), List.of(), deadline);
            case Phase.RunningTools tools ->
                    new Phase.Interrupting(
                            Optional.empty(),
                            tools.pending().stream().map(OpenCall::pending).toList(),
                            deadline);
            case Phase.Idle _, Phase.Interrupting _, Phase.Ended _, Phase.Quarantined _ -> phase;
        };
    }

    private static Usage plus(Usage sum, Fact.LlmCall call) {
        Optional<BigDecimal> cost =
                Stream.of(sum.costUsd(), call.costUsd())
                        .flatMap(Optional::stream)
                        .reduce(BigDecimal::add);
        return new Usage(
                sum.promptTokens() + call.promptTokens(),
                sum.completionTokens() + call.completionTokens(),
                sum.totalTokens() + call.totalTokens(),
                sum.cacheReadTokens() + call.cacheReadTokens(),
                sum.cacheCreationTokens() + call.cacheCreationTokens(),
                cost);
    }
}
