package io.mlintern.gateway.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.ChatMessage;
import io.mlintern.gateway.chat.ChatRequest;
import io.mlintern.gateway.chat.Completion;
import io.mlintern.gateway.chat.CompletionCollector;
import io.mlintern.gateway.chat.ModelCall;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.protocol.ModelId;
import io.mlintern.gateway.chat.ToolCall;
import io.mlintern.gateway.chat.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Runs a scripted model to the end of its turn, carrying out each tool call that it asks for.
final class DemoDriver {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_ITERATIONS = 30;

    private final FolderTools tools;
    private final List<ChatMessage> messages = new ArrayList<>();
    private final List<Completion> replies = new ArrayList<>();
    private List<String> offered = List.of("bash", "read", "write", "edit", "plan_tool");
    private BiConsumer<String, String> before = (_, _) -> {};

    DemoDriver(FolderTools tools) {
        this.tools = tools;
    }

    void offer(String... names) {
        offered = List.of(names);
    }

    /// Called with tool and arguments before each call is carried out.
    void before(BiConsumer<String, String> hook) {
        before = hook;
    }

    /// @return the final text
    String turn(String prompt) throws Exception {
        messages.add(new ChatMessage.Instructions("You are an agent."));
        messages.add(new ChatMessage.FromUser(prompt));
        for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
            Completion reply = ask(iteration);
            replies.add(reply);
            messages.add(new ChatMessage.FromModel(reply.text(), reply.calls()));
            if (reply.calls().isEmpty()) return reply.text();
            for (ToolCall call : reply.calls()) carryOut(call);
        }
        throw new AssertionError("the demo did not come to an end: " + messages);
    }

    List<Completion> replies() {
        return replies;
    }

    List<ToolCall> calls(String tool) {
        return replies.stream()
                .flatMap(reply -> reply.calls().stream())
                .filter(call -> call.name().equals(tool))
                .toList();
    }

    private void carryOut(ToolCall call) throws JsonProcessingException {
        before.accept(call.name(), call.arguments());
        String output = tools.run(call.name(), JSON.readTree(call.arguments()));
        messages.add(new ChatMessage.FromTool(call.id(), output));
    }

    private Completion ask(int iteration) throws ModelCallException, InterruptedException {
        var specs = offered.stream().map(name -> new ToolSpec(name, "", Map.of())).toList();
        var request =
                new ChatRequest(
                        new ModelId("script/demo"), messages, specs, true, true, true, Map.of());
        var call = new ModelCall(request, "answer" + iteration, Optional.empty());
        var whole = new CompletionCollector();
        try (var stream = new ScriptedModels().open(call, "demo")) {
            ChatEvent event = stream.next(Duration.ofSeconds(1));
            while (!(event instanceof ChatEvent.Ended)) {
                whole.add(event);
                event = stream.next(Duration.ofSeconds(1));
            }
        }
        return whole.completion();
    }
}
