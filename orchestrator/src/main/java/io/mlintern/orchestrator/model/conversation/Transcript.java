package io.mlintern.orchestrator.model.conversation;

import io.mlintern.orchestrator.model.conversation.ChatMessage.Assistant;
import io.mlintern.orchestrator.model.conversation.ChatMessage.Called;
import io.mlintern.orchestrator.model.conversation.ChatMessage.ToolResult;
import io.mlintern.orchestrator.model.conversation.ChatMessage.User;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lays out messages so that every provider takes them: each call has exactly one result right after the message that made
/// it, and no role speaks twice in a row.
final class Transcript {
    /// The result of a call that has none: an interrupt or a failure came between.
    static final String NO_RESULT =
            "No result: this call was interrupted before it reported. It may not have run.";

    private final NavigableMap<Long, ChatMessage> placed = new TreeMap<>();
    private final Map<Long, String> waiting = new HashMap<>();
    private final Map<CallId, String> outputs = new HashMap<>();

    private Transcript() {}

    /// @param facts by `seq`, all that the model may know
    static List<ChatMessage> of(SortedMap<Long, Fact> facts) {
        var transcript = new Transcript();
        facts.forEach(transcript::place);
        return transcript.laidOut();
    }

    private void place(long seq, Fact fact) {
        switch (fact) {
            case Fact.UserMessage said -> waiting.put(seq, said.text());
            case Fact.Processing turn -> {
                String text = waiting.remove(turn.userMessage());
                if (text != null) {
                    placed.put(seq, new User(text));
                }
            }
            case Fact.SteeringAdded notice -> placed.put(seq, new User(notice.text()));
            case Fact.AssistantMessage answer -> placed.put(seq, assistant(answer));
            case Fact.ToolOutput output -> outputs.put(output.toolCallId(), output.output());
            case Fact.ToolOutputAmended amended ->
                    outputs.put(amended.toolCallId(), amended.output());
            case Fact.Compacted compacted -> {
                placed.subMap(compacted.from(), true, compacted.to(), true).clear();
                placed.put(compacted.from(), new Assistant(compacted.summary(), List.of()));
            }
            case Fact.UndoComplete undone ->
                    placed.subMap(undone.from(), true, undone.to(), true).clear();
            case Fact.SessionOpened _,
                    Fact.Ready _,
                    Fact.SystemPrompt _,
                    Fact.ToolsPinned _,
                    Fact.ModelCallRequested _,
                    Fact.ModelCallStarted _,
                    Fact.CallHandedOutAgain _,
                    Fact.CallSentBack _,
                    Fact.AssistantStreamEnd _,
                    Fact.LlmCall _,
                    Fact.ToolCall _,
                    Fact.ToolStateChange _,
                    Fact.ApprovalRequired _,
                    Fact.PolicyDecided _,
                    Fact.PlanUpdate _,
                    Fact.TurnComplete _,
                    Fact.Error _,
                    Fact.Interrupting _,
                    Fact.Interrupted _,
                    Fact.NewComplete _,
                    Fact.ResumeComplete _,
                    Fact.TitleChanged _,
                    Fact.ModelChanged _,
                    Fact.EffortChanged _,
                    Fact.OperationRefused _,
                    Fact.OperationQueued _,
                    Fact.SessionTerminated _,
                    Fact.SessionQuarantined _,
                    Fact.SessionArchived _,
                    Fact.Shutdown _,
                    Fact.HfJobSubmit _,
                    Fact.HfJobComplete _ -> {}
        }
    }

    private static Assistant assistant(Fact.AssistantMessage answer) {
        return new Assistant(
                answer.content(),
                answer.toolCalls().stream()
                        .map(call -> new Called(call.toolCallId(), call.tool(), call.arguments()))
                        .toList());
    }

    private List<ChatMessage> laidOut() {
        var messages = new ArrayList<ChatMessage>();
        for (ChatMessage message : placed.values()) {
            switch (message) {
                case User user -> addUser(messages, user);
                case Assistant assistant -> addAssistant(messages, assistant);
                case ChatMessage.SystemPrompt _, ToolResult _ -> messages.add(message);
            }
        }
        return messages;
    }

    private static void addUser(List<ChatMessage> messages, User user) {
        if (!messages.isEmpty() && messages.getLast() instanceof User(var earlier)) {
            messages.set(messages.size() - 1, new User(joined(earlier, user.content())));
        } else {
            messages.add(user);
        }
    }

    private void addAssistant(List<ChatMessage> messages, Assistant answer) {
        if (answer.content().isBlank() && answer.calls().isEmpty()) {
            return;
        }
        if (!messages.isEmpty() && messages.getLast() instanceof Assistant(var earlier, _)) {
            messages.set(
                    messages.size() - 1,
                    new Assistant(joined(earlier, answer.content()), answer.calls()));
        } else {
            messages.add(answer);
        }
        for (Called call : answer.calls()) {
            messages.add(new ToolResult(call.id(), outputs.getOrDefault(call.id(), NO_RESULT)));
        }
    }

    private static String joined(String earlier, String later) {
        return later.isBlank() ? earlier : earlier + "\n\n" + later;
    }
}
