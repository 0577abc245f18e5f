package io.mlintern.orchestrator.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Json;
import java.util.Optional;

/// What a fact changes in a session's transcript. Messages have the shape that chat models know: role, content, tool
/// calls; beside it the fact's `seq`, turn and time.
sealed interface TranscriptChange {

    /// A message, at the place of its fact.
    record Added(long seq, Optional<CallId> call, String body) implements TranscriptChange {}

    /// The user's text left the queue: it stands where its turn began.
    record Moved(long seq, long position) implements TranscriptChange {}

    /// A call's provisional output gave way to a definite one.
    record Amended(CallId call, String content) implements TranscriptChange {}

    /// An undone range.
    record Removed(long from, long to) implements TranscriptChange {}

    static Optional<TranscriptChange> of(CatalogFact fact) {
        return fact.known().flatMap(known -> of(known, fact));
    }

    private static Optional<TranscriptChange> of(Fact known, CatalogFact fact) {
        return switch (known) {
            case Fact.UserMessage message ->
                    added(fact, Optional.empty(), message(fact, "user", message.text()));
            case Fact.Processing turn -> Optional.of(new Moved(turn.userMessage(), fact.seq()));
            case Fact.AssistantMessage message ->
                    added(fact, Optional.empty(), assistant(fact, message));
            case Fact.ToolOutput output ->
                    added(fact, Optional.of(output.toolCallId()), tool(fact, output));
            case Fact.ToolOutputAmended amended ->
                    Optional.of(new Amended(amended.toolCallId(), amended.output()));
            case Fact.UndoComplete undone -> Optional.of(new Removed(undone.from(), undone.to()));
            default -> Optional.empty(); // Most facts say nothing to the conversation.
        };
    }

    private static Optional<TranscriptChange> added(
            CatalogFact fact, Optional<CallId> call, ObjectNode body) {
        return Optional.of(new Added(fact.seq(), call, body.toString()));
    }

    private static ObjectNode message(CatalogFact fact, String role, String content) {
        return Json.mapper()
                .createObjectNode()
                .put("role", role)
                .put("content", content)
                .put("seq", fact.seq())
                .put("turn", fact.turn())
                .put("time", fact.time().toString());
    }

    private static ObjectNode assistant(CatalogFact fact, Fact.AssistantMessage message) {
        var body = message(fact, "assistant", message.content());
        if (!message.toolCalls().isEmpty()) {
            var calls = body.putArray("tool_calls");
            for (Fact.RequestedCall call : message.toolCalls()) {
                calls.addObject()
                        .put("id", call.toolCallId().value())
                        .put("type", "function")
                        .putObject("function")
                        .put("name", call.tool().value())
                        .put("arguments", call.malformed().orElse(call.arguments().text()));
            }
        }
        return body.put("finish_reason", message.finishReason());
    }

    private static ObjectNode tool(CatalogFact fact, Fact.ToolOutput output) {
        return message(fact, "tool", output.output())
                .put("tool_call_id", output.toolCallId().value())
                .put("name", output.tool().value())
                .put("success", output.success());
    }
}
