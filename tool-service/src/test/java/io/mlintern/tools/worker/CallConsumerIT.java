package io.mlintern.tools.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.kit.kafka.Records;
import io.mlintern.kit.runs.RecordedWork;
import io.mlintern.kit.runs.RunExecutor;
import io.mlintern.kit.runs.Runs;
import io.mlintern.kit.runs.RunsConfig;
import io.mlintern.kit.testing.TestPostgres;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.ToolName;
import io.mlintern.protocol.Workspace;
import io.mlintern.tools.Tools;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/// Calls that are handed out while PostgreSQL takes no claims.
class CallConsumerIT {
    private static final String TOPIC = "tool.calls";
    private static final Duration HOLD = Duration.ofMillis(100);
    private static final List<String> RAN = List.of("ran 1");

    private static final String REFUSE =
            """
            CREATE SEQUENCE tool_service.refused;
            CREATE FUNCTION tool_service.refuse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
              BEGIN
                PERFORM nextval('tool_service.refused');
                RAISE EXCEPTION 'no claims now';
              END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON tool_service.run
              FOR EACH STATEMENT EXECUTE FUNCTION tool_service.refuse()""";

    private final Member member = new Member();
    private final RecordedWork work = new RecordedWork();

    @Test
    void aCallThatCannotBeClaimedIsGivenBackOnceAndClaimedAllTheSameWhenThatWorksAgain()
            throws Exception {
        var database = TestPostgres.emptySchema("tool_service");
        SessionId session = SessionId.random(new Random());
        CallId first = CallId.ofTool(session, 1, 1, 0);
        CallId second = CallId.ofTool(session, 1, 1, 1);
        try (var runs = Runs.open(database, RunsConfig.of("one"));
                var executor = RunExecutor.start(runs, work, 4, Duration.ZERO);
                var producer = new MockProducer<String, byte[]>();
                var consumer =
                        new CallConsumer(
                                new HandOuts(() -> member, TOPIC),
                                new DeadLetters(producer),
                                new Toolbox(Tools.all(Map.of())),
                                executor,
                                HOLD)) {
            TestPostgres.execute(REFUSE);
            member.addRecord(record(session, first));
            consumer.start();
            await("the call to be given back")
                    .until(() -> member.answers.equals(List.of(AcknowledgeType.RELEASE)));

            member.addRecord(record(session, second));
            int before = refused();
            await("more attempts to claim it").until(() -> refused() >= before + 2);
            assertThat(member.answers).containsExactly(AcknowledgeType.RELEASE);
            assertThat(member.polls).isEqualTo(1);
            assertThat(work.outcomes(first)).isEmpty();
            assertThat(work.outcomes(second)).isEmpty();

            TestPostgres.execute("DROP TRIGGER refuse ON tool_service.run");
            await("both calls to be carried out")
                    .until(
                            () ->
                                    work.outcomes(first).equals(RAN)
                                            && work.outcomes(second).equals(RAN));
            assertThat(member.answers)
                    .containsExactly(AcknowledgeType.RELEASE, AcknowledgeType.ACCEPT);
        }
    }

    /// How many claims were refused: a sequence counts on when its transaction is rolled back.
    private static int refused() {
        return TestPostgres.count(
                "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM tool_service.refused");
    }

    private static ConsumerRecord<String, byte[]> record(SessionId session, CallId call) {
        var message =
                new ToolCall(
                        call,
                        session,
                        1,
                        new ToolName("bash"),
                        JsonObject.of(Map.of("command", "true")),
                        new Workspace(Workspace.Kind.LOCAL, Optional.of("/nowhere")),
                        Engine.USER.user(),
                        true,
                        "none",
                        Optional.empty());
        var sent =
                Records.write(
                        TOPIC, Envelope.of("t-1", "test", Instant.now(), Engine.USER, message));
        return new ConsumerRecord<>(
                TOPIC,
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    /// Kafka's own member in memory, which hands each record out once and waits for the next.
    private static final class Member extends MockShareConsumer<String, byte[]> {
        private final List<AcknowledgeType> answers = new CopyOnWriteArrayList<>();
        private volatile int polls;

        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration time) {
            ConsumerRecords<String, byte[]> found = super.poll(time);
            if (found.isEmpty()) awaitRecord(time);
            else polls = polls + 1;
            return found;
        }

        @SuppressWarnings("WaitNotInLoop") // Woken too early it only polls too early.
        private synchronized void awaitRecord(Duration time) {
            try {
                wait(time.toMillis());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }

        @Override
        public synchronized void addRecord(ConsumerRecord<String, byte[]> record) {
            super.addRecord(record);
            notifyAll();
        }

        @Override
        public synchronized void acknowledge(
                ConsumerRecord<String, byte[]> record, AcknowledgeType answer) {
            answers.add(answer);
        }
    }
}
