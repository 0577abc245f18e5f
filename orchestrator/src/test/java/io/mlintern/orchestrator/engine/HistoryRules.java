package io.mlintern.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.orchestrator.model.conversation.ChatMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// What every provider demands of a conversation: each call has exactly one result, in order and right behind the message
/// that made it, nobody speaks twice in a row, and a user begins and has the last word or a result has it.
final class HistoryRules {
    private HistoryRules() {}

    static void check(List<ChatMessage> messages) {
        Deque<ChatMessage.Called> unanswered = new ArrayDeque<>();
        Class<?> before = ChatMessage.SystemPrompt.class;
        for (ChatMessage message : messages) {
            switch (message) {
                case ChatMessage.SystemPrompt _ ->
                        assertThat(message).isSameAs(messages.getFirst());
                case ChatMessage.ToolResult result ->
                        assertThat(result.call()).isEqualTo(unanswered.removeFirst().id());
                case ChatMessage.User _ -> {
                    assertThat(unanswered).as("calls without a result").isEmpty();
                    assertThat(before).isNotEqualTo(ChatMessage.User.class);
                }
                case ChatMessage.Assistant assistant -> {
                    assertThat(unanswered).as("calls without a result").isEmpty();
                    assertThat(before).isIn(ChatMessage.User.class, ChatMessage.ToolResult.class);
                    unanswered.addAll(assistant.calls());
                }
            }
            before = message.getClass();
        }
        assertThat(unanswered).as("calls without a result").isEmpty();
        assertThat(before).isIn(ChatMessage.User.class, ChatMessage.ToolResult.class);
    }
}
