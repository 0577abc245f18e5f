package io.mlintern.approvals.decisions;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.ApprovalOutcome;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.Topics;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// Tells the engine on `approval.decisions` what was decided. What is to be told are rows: decided, and not told yet.
///
/// Dying before the record is acknowledged: the row is found again. Between that and the commit of its mark: the same record is
/// sent again under the same id, and the engine, which waits for one answer to one round, drops it. After: told. Test:
/// `RequestsIT`.
final class DecisionOutbox {
    private static final String SOURCE = "approval-service";
    private static final int AT_A_TIME = 100;

    private final Jdbi jdbi;
    private final Producer<String, byte[]> producer;
    private final String topic;
    private final Clock clock;

    private record Told(String tenant, ApprovalOutcome outcome) {}

    DecisionOutbox(Jdbi jdbi, KafkaClients clients, Clock clock) {
        this.jdbi = jdbi;
        this.producer = clients.producer("approval-service-decisions");
        this.topic = clients.settings().topic(Topics.APPROVAL_DECISIONS);
        this.clock = clock;
    }

    /// Tells the oldest of them, each by one replica.
    ///
    /// @return how many; there may be more
    /// @throws KafkaException when the broker is away: they stay untold
    int tell() throws InterruptedException {
        return jdbi.inTransaction(this::tell);
    }

    private int tell(Handle handle) throws InterruptedException {
        List<Told> untold =
                handle.createQuery(
                                """
                                SELECT * FROM request
                                WHERE told_at IS NULL AND status IN ('approved', 'rejected', 'expired', 'moot')
                                ORDER BY decided_at LIMIT :most FOR UPDATE SKIP LOCKED
                                """)
                        .bind("most", AT_A_TIME)
                        .map(DecisionOutbox::told)
                        .list();
        List<Future<?>> sent = new ArrayList<>();
        for (Told one : untold) {
            sent.add(producer.send(Records.write(topic, envelope(one))));
        }
        for (Future<?> each : sent) {
            await(each);
        }
        untold.forEach(one -> mark(handle, one.outcome()));
        return untold.size();
    }

    private static void await(Future<?> sent) throws InterruptedException {
        try {
            var _ = sent.get();
        } catch (ExecutionException e) {
            throw new KafkaException("a decision is not acknowledged", e.getCause());
        }
    }

    private Envelope<ApprovalOutcome> envelope(Told told) {
        String id = told.outcome().callId() + "-" + told.outcome().round() + "-decision";
        var actor = new Actor(told.tenant(), SOURCE);
        return Envelope.of(id, SOURCE, clock.instant(), actor, told.outcome());
    }

    private static void mark(Handle handle, ApprovalOutcome outcome) {
        handle.execute(
                "UPDATE request SET told_at = now() WHERE call_id = ? AND round = ?",
                outcome.callId().value(),
                outcome.round());
    }

    private static Told told(ResultSet row, StatementContext context) throws SQLException {
        var call = new CallId(row.getString("call_id"));
        int round = row.getInt("round");
        String status = row.getString("status");
        Optional<String> feedback = Optional.ofNullable(row.getString("feedback"));
        ApprovalOutcome outcome =
                status.equals("moot")
                        ? new ApprovalOutcome.Moot(
                                call.session(), call, round, feedback.orElse("Nobody was asked."))
                        : new ApprovalOutcome.ApprovalDecision(
                                call.session(),
                                call,
                                round,
                                status.equals("approved"),
                                new JsonObject(row.getString("arguments")),
                                Optional.ofNullable(row.getString("signed_grant")),
                                feedback);
        return new Told(row.getString("tenant"), outcome);
    }

    void close() {
        producer.close(java.time.Duration.ofSeconds(1));
    }
}
