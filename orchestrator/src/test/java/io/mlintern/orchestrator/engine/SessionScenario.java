package io.mlintern.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.ApprovalOutcome;
import io.mlintern.protocol.ApprovalRequest;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.EventKind;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.ModelResult.AskedCall;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SessionSettings;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.ToolDescriptor;
import io.mlintern.protocol.ToolName;
import io.mlintern.protocol.ToolResult;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.UnreadableRecord;
import io.mlintern.protocol.Usage;
import io.mlintern.protocol.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A session driven by hand: messages in, facts and commands out.
///
/// After every step the fold of all facts from the first one is compared with the live state, and the live state with
/// what its stored form reads back as.
final class SessionScenario {
    static final SessionId ID = new SessionId("abcdefghij0123456789");
    static final Actor ADA = new Actor("acme", "ada");

    static final Patience PATIENCE = Patience.DEFAULT;

    /// How long people have to answer.
    static final Duration PEOPLE_HAVE = Duration.ofHours(24);

    private static final ToolDescriptor BASH = tool("bash", ToolDescriptor.Effect.WRITE);
    private static final ToolDescriptor READ = tool("read", ToolDescriptor.Effect.READ);
    private static final ToolDescriptor SPEND = tool("hf_jobs", ToolDescriptor.Effect.SPEND);
    private static final ToolDescriptor DROP = tool("drop_all", ToolDescriptor.Effect.DESTROY);

    private Optional<SessionState> state = Optional.empty();
    private final List<SessionEvent> log = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private Decision last = new Decision(List.of(), List.of(), Optional.empty());
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private int operations;
    private final Map<CallId, ToolCall> out = new HashMap<>();
    private Optional<CallPolicy.CallVerdict.Kind> verdict = Optional.empty();

    private SessionScenario() {}

    static SessionScenario opened() {
        return opened(SessionSettings.DEFAULT_MAX_ITERATIONS);
    }

    static SessionScenario opened(int maxIterations) {
        return new SessionScenario().input(opening(maxIterations));
    }

    static SessionInput opening(int maxIterations) {
        var settings =
                new SessionSettings(
                        "ada",
                        new ModelId("script/demo"),
                        Optional.empty(),
                        new Workspace(Workspace.Kind.LOCAL, Optional.of("/w")),
                        maxIterations,
                        true,
                        false,
                        Optional.empty());
        return new SessionInput.Submitted(
                new SubmittedOperation(
                        new OperationId("open"), ID, new Operation.OpenSession(settings)),
                ADA);
    }

    SessionScenario user(String text) {
        return submit(new Operation.UserInput(text));
    }

    SessionScenario submit(Operation operation) {
        return submit("op" + operations++, operation);
    }

    SessionScenario submit(String id, Operation operation) {
        return input(
                new SessionInput.Submitted(
                        new SubmittedOperation(new OperationId(id), ID, operation), ADA));
    }

    /// The model's answer to the call that is out.
    SessionScenario answers(String content, AskedCall... calls) {
        return settles(answer(content, calls.length == 0 ? "stop" : "tool_calls", calls));
    }

    SessionScenario settles(ModelResult.ModelOutcome outcome) {
        return input(
                new SessionInput.FromModel(
                        new ModelResult.ModelSettled(ID, openModelCall(), 1, outcome)));
    }

    static ModelResult.Answered answer(String content, String finish, AskedCall... calls) {
        return new ModelResult.Answered(
                content,
                List.of(calls),
                Optional.empty(),
                finish,
                true,
                new Usage(10, 5, 15, 0, 0, Optional.empty()),
                7);
    }

    static AskedCall call(String tool, String arguments) {
        return new AskedCall(tool, arguments);
    }

    SessionScenario tool(CallId call, CallOutcome.Kind kind, String output) {
        return input(
                new SessionInput.FromTool(
                        new ToolResult.ToolSettled(ID, call, 1, new CallOutcome(kind, output))));
    }

    SessionScenario started(CallId call) {
        return input(new SessionInput.FromTool(new ToolResult.ToolStarted(ID, call, 1)));
    }

    /// The executor's copy of the policy is stricter.
    SessionScenario sentBack(CallId call) {
        return input(new SessionInput.FromTool(new ToolResult.PolicyChanged(ID, call, "v2")));
    }

    /// The people who were asked about this call let it run.
    SessionScenario approved(ApprovalRequest.Requested request) {
        return people(SimulatedInputs.decision(request, 0));
    }

    SessionScenario rejected(ApprovalRequest.Requested request, String feedback) {
        return people(
                new SessionInput.FromPeople(
                        new ApprovalOutcome.ApprovalDecision(
                                ID,
                                request.callId(),
                                request.round(),
                                false,
                                request.arguments(),
                                Optional.empty(),
                                Optional.of(feedback))));
    }

    SessionScenario people(SessionInput answer) {
        return input(answer);
    }

    /// Those that the last input led to.
    List<ApprovalRequest> askedPeople() {
        return last.commands().stream()
                .flatMap(
                        command ->
                                switch (command) {
                                    case Command.AskPeople(var request) -> Stream.of(request);
                                    case Command.StopAsking(var withdrawn) -> Stream.of(withdrawn);
                                    case Command.RunTool _, Command.StopTool _ ->
                                            Stream.<ApprovalRequest>empty();
                                })
                .toList();
    }

    /// From now on policy says this, whatever the call.
    SessionScenario under(CallPolicy.CallVerdict.Kind always) {
        verdict = Optional.of(always);
        return this;
    }

    Instant deadline() {
        return state().deadline(PATIENCE).orElseThrow();
    }

    /// What the engine waits for by itself has come.
    ///
    /// @param after how long that takes from now
    SessionScenario passDeadline(Duration after) {
        Instant due = deadline();
        assertThat(due).isEqualTo(now.plus(after));
        return later(after).input(new SessionInput.DeadlinePassed(due));
    }

    SessionScenario done(CallId call, String output) {
        return tool(call, CallOutcome.Kind.DONE, output);
    }

    SessionScenario later(Duration passed) {
        now = now.plus(passed);
        return this;
    }

    SessionScenario input(SessionInput input) {
        return take(
                state.isPresent()
                        ? SessionDecider.decide(state.get(), input, context())
                        : SessionDecider.open(input, context()));
    }

    /// As after a failure of ours.
    SessionScenario quarantine(String reason) {
        return take(Quarantine.of(state(), reason, context()));
    }

    private SessionContext context() {
        return context(now, this::judge, call -> Optional.ofNullable(out.get(call)));
    }

    static SessionContext context(Instant now, CallPolicy policy, HandedOutCalls handedOut) {
        return new SessionContext(
                now,
                ToolCatalog.of(List.of(BASH, READ, SPEND, DROP)),
                policy,
                new SystemPromptTemplate("1", "prompt {tools}", "attended", "alone"),
                PATIENCE,
                handedOut);
    }

    private SessionScenario take(Decision decision) {
        last = decision;
        commands.addAll(last.commands());
        last.events().stream()
                .filter(Fact.class::isInstance)
                .map(Fact.class::cast)
                .forEach(this::write);
        handedOut().forEach(call -> out.put(call.callId(), call));
        check();
        return this;
    }

    private void write(Fact fact) {
        SessionEvent event = SessionState.event(ID, state, fact, now);
        assertThat(sentAndRead(event)).as("the event on its topic").isEqualTo(event);
        log.add(event);
        state = Optional.of(fold(state, event));
    }

    private static SessionEvent sentAndRead(SessionEvent event) {
        byte[] value = Codec.value(event);
        assertThat(value.length).isLessThan(Topics.MAX_MESSAGE_BYTES - 10_000);
        try {
            return Codec.readEvent(value);
        } catch (UnreadableRecord e) {
            throw new AssertionError("a fact that nobody can read", e);
        }
    }

    private static SessionState fold(Optional<SessionState> before, SessionEvent event) {
        return before.map(known -> SessionReducer.apply(known, event))
                .orElseGet(() -> SessionReducer.open(event, ADA));
    }

    private void check() {
        Optional<SessionState> folded = Optional.empty();
        for (SessionEvent event : log) {
            folded = Optional.of(fold(folded, event));
        }
        assertThat(folded).as("the fold of all facts").isEqualTo(state);
        state.ifPresent(
                live -> assertThat(storedAndRead(live)).as("the stored state").isEqualTo(live));
    }

    private static SessionState storedAndRead(SessionState live) {
        try {
            byte[] bytes = Json.mapper().writeValueAsBytes(live);
            return Json.mapper().readValue(bytes, SessionState.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the state cannot be stored", e);
        } catch (java.io.IOException e) {
            throw new AssertionError("the state cannot be read", e);
        }
    }

    SessionState state() {
        return state.orElseThrow();
    }

    Phase phase() {
        return state().phase();
    }

    Instant now() {
        return now;
    }

    List<SessionEvent> log() {
        return List.copyOf(log);
    }

    /// The names of the facts that the last input led to.
    List<String> wrote() {
        return last.events().stream()
                .filter(Fact.class::isInstance)
                .map(data -> EventKind.of(data).wireName())
                .toList();
    }

    <F extends Fact> F fact(Class<F> kind) {
        return facts(kind).getLast();
    }

    <F extends Fact> List<F> facts(Class<F> kind) {
        return log.stream()
                .map(SessionEvent::data)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    Optional<Decision.Dropped> dropped() {
        return last.dropped();
    }

    /// The calls that the last input handed out.
    List<ToolCall> handedOut() {
        return last.commands().stream()
                .flatMap(
                        command ->
                                command instanceof Command.RunTool(ToolCall call)
                                        ? Stream.of(call)
                                        : Stream.empty())
                .toList();
    }

    List<Command> commands() {
        return List.copyOf(commands);
    }

    CallId openModelCall() {
        return switch (phase()) {
            case Phase.AwaitingModel waiting -> waiting.call();
            case Phase.Interrupting stopping -> stopping.model().orElseThrow();
            case Phase.Idle _, Phase.RunningTools _, Phase.Ended _, Phase.Quarantined _ ->
                    throw new AssertionError("no model call is out: " + phase());
        };
    }

    static CallId toolCall(int turn, int iteration, int index) {
        return CallId.ofTool(ID, turn, iteration, index);
    }

    private CallPolicy.CallVerdict judge(
            ToolDescriptor tool, JsonObject arguments, SessionState session) {
        return verdict.map(kind -> verdict(kind, "because it changed.", "v2"))
                .orElseGet(() -> policy(tool, arguments, session));
    }

    static CallPolicy.CallVerdict policy(
            ToolDescriptor tool, JsonObject arguments, SessionState session) {
        var kind =
                switch (tool.effectOf(arguments)) {
                    case READ, WRITE -> CallPolicy.CallVerdict.Kind.ALLOW;
                    case SPEND -> CallPolicy.CallVerdict.Kind.ASK;
                    case DESTROY -> CallPolicy.CallVerdict.Kind.DENY;
                };
        return verdict(kind, "because of the test.", "v1");
    }

    static CallPolicy.CallVerdict verdict(
            CallPolicy.CallVerdict.Kind kind, String reason, String version) {
        Duration expires = kind == CallPolicy.CallVerdict.Kind.ASK ? PEOPLE_HAVE : Duration.ZERO;
        return new CallPolicy.CallVerdict(kind, "rule", reason, version, expires, Optional.empty());
    }

    private static ToolDescriptor tool(String name, ToolDescriptor.Effect effect) {
        return new ToolDescriptor(
                new ToolName(name),
                "1",
                "test",
                1,
                name,
                JsonObject.EMPTY,
                Map.of("*", effect),
                false,
                false,
                Duration.ofSeconds(9));
    }
}
