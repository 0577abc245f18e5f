package io.mlintern.orchestrator.model;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SessionSettings;
import io.mlintern.protocol.ToolName;
import io.mlintern.protocol.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The facts of one session as the engine would write them, numbered as they are added.
public final class Facts {
    public final SessionId session = SessionId.random(ThreadLocalRandom.current());
    private final List<SessionEvent> events = new ArrayList<>();
    private int turn;
    private long prompt;
    private long tools;

    public static Facts opened() {
        var facts = new Facts();
        facts.add(
                new Fact.SessionOpened(
                        new SessionSettings(
                                "ada",
                                new ModelId("vllm/x"),
                                Optional.empty(),
                                new Workspace(Workspace.Kind.LOCAL, Optional.of("/tmp")),
                                300,
                                true,
                                false,
                                Optional.empty())));
        return facts;
    }

    /// A turn up to its first model call.
    public CallId asks(String text, boolean stream) {
        turn++;
        long said = add(new Fact.UserMessage(new OperationId("op-" + turn), text));
        add(new Fact.Processing("working", said));
        if (prompt == 0) {
            prompt = add(new Fact.SystemPrompt("v", "You help."));
            tools =
                    add(
                            new Fact.ToolsPinned(
                                    List.of(
                                            new Fact.PinnedTool(
                                                    new ToolName("bash"),
                                                    "1",
                                                    "runs a command",
                                                    new JsonObject("{\"type\":\"object\"}")))));
        }
        CallId call = CallId.ofModel(session, turn, 1);
        add(request(call, 1, stream));
        return call;
    }

    private Fact.ModelCallRequested request(CallId call, int iteration, boolean stream) {
        return new Fact.ModelCallRequested(
                call,
                iteration,
                new ModelId("vllm/x"),
                Optional.empty(),
                stream,
                prompt,
                tools,
                events.size());
    }

    public void answers(CallId call, String content) {
        add(new Fact.AssistantMessage(call, content, List.of(), Optional.empty(), "stop", true, 1));
        add(new Fact.TurnComplete(1, Optional.of(content), Fact.TurnEnd.COMPLETED));
    }

    /// The next model call of the turn.
    public CallId asksOn(boolean stream) {
        CallId call = CallId.ofModel(session, turn, 2);
        add(new Fact.SteeringAdded(Fact.SteeringReason.CONTINUATION_GUARD, "go on"));
        add(request(call, 2, stream));
        return call;
    }

    public Fact.ModelCallRequested request(CallId call) {
        return events.stream()
                .map(SessionEvent::data)
                .filter(Fact.ModelCallRequested.class::isInstance)
                .map(Fact.ModelCallRequested.class::cast)
                .filter(request -> request.callId().equals(call))
                .findFirst()
                .orElseThrow();
    }

    public void handsOutAgain(Fact.ModelCallRequested request) {
        add(new Fact.CallHandedOutAgain(request.callId(), Optional.of(request)));
    }

    public void isQuarantined() {
        add(new Fact.SessionQuarantined("IllegalStateException"));
    }

    public void interrupts() {
        add(new Fact.Interrupting(new OperationId("op-interrupt")));
    }

    public long add(Fact fact) {
        long seq = 1L + events.size();
        events.add(SessionEvent.fact(session, seq, Instant.now(), turn, fact));
        return seq;
    }

    public List<SessionEvent> all() {
        return List.copyOf(events);
    }
}
