package io.mlintern.orchestrator.api;

import static io.mlintern.orchestrator.api.OrchestratorServer.ANNA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class UnreadableEventsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final KafkaClients CLIENTS =
            new KafkaClients(
                    new KafkaSettings(
                            OrchestratorServer.bootstrap(),
                            OrchestratorServer.PREFIX,
                            OrchestratorServer.PARTITIONS,
                            "unreadable"));

    @Test
    void whatCannotBeReadIsPutAsideOnceWithItsPlaceAndReasonAndBlocksNobody() {
        var session = SessionsIT.open(ANNA);
        var engine = new PlayedEngine(session);
        engine.raw(Map.of(), "garbage".getBytes(UTF_8))
                .raw(Map.of("ce_type", "io.mlintern.event.user_message.v1"), "{}".getBytes(UTF_8))
                .fact(new Fact.UserMessage(new OperationId("op-1"), "hello"));
        CatalogIT.awaitSeq(session, 1);

        var letters = await().atMost(PATIENCE).until(() -> letters(session), all -> all.size() > 1);

        assertThat(letters).hasSize(2);
        assertThat(letters.getFirst().value()).isEqualTo("garbage".getBytes(UTF_8));
        assertThat(letters)
                .extracting(letter -> Records.texts(letter.headers()).get(DeadLetters.REASON))
                .containsExactly(
                        "HEADER_MISSING: header ce_type is missing",
                        "HEADER_MISSING: header ce_id is missing");
        assertThat(letters)
                .allSatisfy(
                        letter ->
                                assertThat(Records.texts(letter.headers()))
                                        .containsEntry(
                                                DeadLetters.TOPIC,
                                                CLIENTS.settings().topic(Topics.EVENTS))
                                        .containsKeys(DeadLetters.PARTITION, DeadLetters.OFFSET));
    }

    @Test
    void whatWasPutAsideIsCommittedSoThatARestartDoesNotPutItAsideAgain() {
        var session = SessionsIT.open(ANNA);
        new PlayedEngine(session).raw(Map.of(), "garbage".getBytes(UTF_8));

        var headers =
                Records.texts(
                        await().atMost(PATIENCE)
                                .until(() -> letters(session), all -> !all.isEmpty())
                                .getFirst()
                                .headers());

        var place =
                new TopicPartition(
                        headers.get(DeadLetters.TOPIC),
                        Integer.parseInt(headers.get(DeadLetters.PARTITION)));
        long offset = Long.parseLong(headers.get(DeadLetters.OFFSET));
        await().atMost(PATIENCE).until(() -> committed(place) > offset);
    }

    @Test
    void aKindOfALaterVersionAndASignalAreNoDeadLetters() {
        var session = SessionsIT.open(ANNA);
        String later =
                """
                {"event_type": "later", "session_id": "%s", "seq": 1, "time": "2026-03-01T12:00:00Z", "turn": 1, "data": {}}
                """
                        .formatted(session);
        new PlayedEngine(session)
                .raw(
                        Map.of("ce_type", "io.mlintern.event.later.v1", "ce_tenant", "local"),
                        later.getBytes(UTF_8))
                .raw(
                        Map.of("ce_type", "io.mlintern.event.assistant_chunk.v1"),
                        "garbage".getBytes(UTF_8))
                .raw(Map.of(), "garbage".getBytes(UTF_8));

        // The last one is put aside after the two before it were passed.
        assertThat(await().atMost(PATIENCE).until(() -> letters(session), all -> !all.isEmpty()))
                .hasSize(1);
        CatalogIT.awaitSeq(session, 1);
    }

    private static long committed(TopicPartition place) throws Exception {
        try (var admin = CLIENTS.admin("unreadable")) {
            var offsets =
                    admin.listConsumerGroupOffsets(CLIENTS.settings().group("catalog"))
                            .partitionsToOffsetAndMetadata()
                            .get();
            var committed = offsets.get(place);
            return committed == null ? -1 : committed.offset();
        }
    }

    private static List<ConsumerRecord<String, byte[]>> letters(SessionId session) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        String topic = Topics.EVENTS.deadLetters(OrchestratorServer.PREFIX);
        try (var reader = CLIENTS.reader("unreadable")) {
            var partitions =
                    reader.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            var ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> reader.position(it) < ends.get(it))) {
                reader.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        found.removeIf(letter -> !session.value().equals(letter.key()));
        return found;
    }
}
