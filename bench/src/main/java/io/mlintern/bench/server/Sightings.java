package io.mlintern.bench.server;

import io.mlintern.bench.figures.Moment;
import io.mlintern.bench.figures.Passages;
import io.mlintern.bench.figures.Passages.Place;
import io.mlintern.bench.server.CommittedLog.Sent;
import io.mlintern.protocol.Topics;
import io.mlintern.system.Api;
import io.mlintern.system.ProductServer;
import io.mlintern.system.crash.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What topics and rows tell afterwards about the iterations of a run. Read when the run is over, so that it costs the run nothing.
public final class Sightings {
    /// Kafka's stamps are cut to milliseconds: on average this much is missing.
    private static final Duration CUT_OFF = Duration.ofNanos(500_000);

    private final Passages passages;

    public Sightings(Passages passages) {
        this.passages = passages;
    }

    public void read(ProductServer server) {
        try (var log =
                new CommittedLog(
                        server.kafka(),
                        Topics.MODEL_RESULTS,
                        Topics.TOOL_CALLS,
                        Topics.TOOL_RESULTS,
                        Topics.EVENTS)) {
            log.readAll(this::note);
        }
        try (Connection connection = Rows.of(server).connect()) {
            rows(connection, "orchestrator", Moment.NEXT_CLAIMED, Moment.ANSWER_COMPLETE);
            rows(connection, "tool_service", Moment.CALL_CLAIMED, Moment.TOOL_ENDED);
        } catch (SQLException e) {
            throw new IllegalStateException("the rows of runs cannot be read", e);
        }
    }

    private void note(Sent sent) {
        switch (sent.topic()) {
            case MODEL_RESULTS -> settled(sent, "model_settled", Moment.RESULT_TOLD);
            case TOOL_RESULTS -> settled(sent, "tool_settled", Moment.OUTCOME_TOLD);
            case TOOL_CALLS -> note(sent.key(), place -> place, Moment.CALL_DECIDED, stamp(sent));
            case EVENTS -> {
                if (isOf(sent, "model_call_requested")) {
                    String call = Api.read(sent.value()).path("data").path("call_id").asText();
                    note(call, Place::before, Moment.NEXT_DECIDED, stamp(sent));
                }
            }
            case OPERATIONS,
                    TOOL_CANCELLATIONS,
                    APPROVAL_REQUESTS,
                    APPROVAL_DECISIONS,
                    POLICIES,
                    TOOL_CATALOG,
                    LLM_USAGE,
                    AUDIT -> {}
        }
    }

    private void settled(Sent sent, String type, Moment moment) {
        if (!isOf(sent, type)) return;
        String call = Api.read(sent.value()).path("call_id").asText();
        note(call, place -> place, moment, stamp(sent));
    }

    static boolean isOf(Sent sent, String type) {
        return sent.type().contains("." + type + ".");
    }

    private static Instant stamp(Sent sent) {
        return sent.at().plus(CUT_OFF);
    }

    /// A model's claim belongs to the iteration before, which ends with its request.
    private void rows(Connection connection, String schema, Moment claimed, Moment finished)
            throws SQLException {
        UnaryOperator<Place> ofClaim =
                claimed == Moment.NEXT_CLAIMED ? Place::before : place -> place;
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT call_id, created_at, finished_at FROM %s.run WHERE finished_at IS NOT NULL"
                                        .formatted(schema))) {
            while (row.next()) {
                String call = row.getString(1);
                note(call, ofClaim, claimed, instant(row, 2));
                note(call, place -> place, finished, instant(row, 3));
            }
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private void note(String call, UnaryOperator<Place> place, Moment moment, Instant at) {
        Optional<Place> found = Place.ofCall(call);
        found.ifPresent(it -> passages.note(place.apply(it), moment, at));
    }
}
