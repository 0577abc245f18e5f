package io.mlintern.orchestrator.catalog;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.protocol.SessionId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Writes what facts say into the tables beside the sessions.
final class CatalogTables {
    private CatalogTables() {}

    static void messages(Handle handle, List<CatalogFact> facts) {
        for (CatalogFact fact : facts) {
            TranscriptChange.of(fact).ifPresent(change -> message(handle, fact.session(), change));
        }
    }

    private static void message(Handle handle, SessionId session, TranscriptChange change) {
        String id = session.value();
        switch (change) {
            case TranscriptChange.Added added ->
                    handle.execute(
                            "INSERT INTO message (session_id, seq, position, call_id, body)"
                                    + " VALUES (?, ?, ?, ?, ?)",
                            id,
                            added.seq(),
                            added.seq(),
                            added.call().map(CallId::value),
                            added.body());
            case TranscriptChange.Moved moved ->
                    handle.execute(
                            "UPDATE message SET position = ? WHERE session_id = ? AND seq = ?",
                            moved.position(),
                            id,
                            moved.seq());
            case TranscriptChange.Amended amended -> amend(handle, id, amended);
            case TranscriptChange.Removed removed ->
                    handle.execute(
                            "DELETE FROM message WHERE session_id = ? AND position BETWEEN ? AND ?",
                            id,
                            removed.from(),
                            removed.to());
        }
    }

    private static void amend(Handle handle, String session, TranscriptChange.Amended amended) {
        String call = amended.call().value();
        handle.select(
                        "SELECT body FROM message WHERE session_id = ? AND call_id = ?",
                        session,
                        call)
                .mapTo(String.class)
                .findOne()
                .ifPresent(
                        body ->
                                handle.execute(
                                        "UPDATE message SET body = ?"
                                                + " WHERE session_id = ? AND call_id = ?",
                                        withContent(body, amended.content()),
                                        session,
                                        call));
    }

    private static String withContent(String body, String content) {
        try {
            return ((ObjectNode) Json.mapper().readTree(body)).put("content", content).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored message that cannot be read", e);
        }
    }

    static void usage(Handle handle, List<CatalogFact> facts) {
        var insert =
                handle.prepareBatch(
                        "INSERT INTO usage (session_id, seq, model, kind, at, prompt_tokens,"
                                + " completion_tokens, total_tokens, cache_read_tokens,"
                                + " cache_creation_tokens, cost_usd) VALUES (:session, :seq, :model,"
                                + " :kind, :at, :prompt, :completion, :total, :read, :creation, :cost)");
        for (CatalogFact fact : facts) {
            if (fact.known().orElseThrow() instanceof Fact.LlmCall call) {
                insert.bind("session", fact.session().value())
                        .bind("seq", fact.seq())
                        .bind("model", call.model().value())
                        .bind("kind", call.kind())
                        .bind("at", SessionRows.utc(fact.time()))
                        .bind("prompt", call.promptTokens())
                        .bind("completion", call.completionTokens())
                        .bind("total", call.totalTokens())
                        .bind("read", call.cacheReadTokens())
                        .bind("creation", call.cacheCreationTokens())
                        .bind("cost", call.costUsd())
                        .add();
            }
        }
        insert.execute();
    }

    static void operations(Handle handle, List<CatalogFact> facts) {
        var insert =
                handle.prepareBatch(
                        "INSERT INTO carried_operation (session_id, operation_id, seq)"
                                + " VALUES (:session, :operation, :seq) ON CONFLICT DO NOTHING");
        for (CatalogFact fact : facts) {
            SessionProjection.operation(fact)
                    .ifPresent(
                            operation ->
                                    insert.bind("session", fact.session().value())
                                            .bind("operation", operation.value())
                                            .bind("seq", fact.seq())
                                            .add());
        }
        insert.execute();
    }
}
