package io.mlintern.orchestrator.api;

import static io.mlintern.orchestrator.api.OrchestratorServer.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.orchestrator.api.stream.Cursor;
import io.mlintern.orchestrator.api.stream.Partitions;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Signal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EventsIT {
    private static boolean isEnd(SseReader.Event event) {
        return event.type().equals("turn_complete");
    }

    @Test
    void twentyReconnectsAtRandomPointsGiveByteForByteWhatOneReaderHas() {
        var session = SessionsIT.open(ANNA);
        var one =
                CompletableFuture.supplyAsync(
                        () -> read(session, Optional.empty(), EventsIT::isEnd));
        var writer = CompletableFuture.runAsync(() -> turn(session, 300));
        var random = new Random(7);
        var resumed = new ArrayList<SseReader.Event>();
        while (resumed.isEmpty() || !isEnd(resumed.getLast())) {
            int stop = resumed.size() < 280 ? 1 + random.nextInt(28) : Integer.MAX_VALUE;
            var count = new int[] {0};
            Optional<String> after =
                    resumed.isEmpty() ? Optional.empty() : Optional.of(resumed.getLast().id());
            resumed.addAll(read(session, after, event -> ++count[0] == stop || isEnd(event)));
        }
        writer.join();

        assertThat(text(resumed)).isEqualTo(text(one.join()));
        assertThat(resumed).hasSizeGreaterThan(300);
        assertThat(text(read(session, Optional.empty(), EventsIT::isEnd))).isEqualTo(text(resumed));
    }

    @Test
    void whatIsInternalIsLeftOutAndAnUnknownKindPassesThroughAsItIs() {
        var session = SessionsIT.open(ANNA);
        var unknown =
                "{ \"event_type\":\"from_the_future\",\"session_id\":\"%s\",\"seq\":2,\"data\":{\"x\": 1.50}}"
                        .formatted(session);
        new PlayedEngine(session)
                .fact(new Fact.SystemPrompt("1", "secret prompt"))
                .raw(
                        Map.of("ce_type", "io.mlintern.event.from_the_future.v1"),
                        unknown.getBytes(StandardCharsets.UTF_8))
                .factAt(
                        3,
                        new Fact.AssistantMessage(
                                CallId.ofModel(session, 1, 1),
                                "hi",
                                List.of(),
                                Optional.of("hidden thought"),
                                "stop",
                                true,
                                1))
                .factAt(4, new Fact.TurnComplete(1, Optional.empty(), Fact.TurnEnd.COMPLETED));

        var events = read(session, Optional.empty(), EventsIT::isEnd);

        assertThat(events)
                .extracting(SseReader.Event::type)
                .containsExactly("from_the_future", "assistant_message", "turn_complete");
        assertThat(events.getFirst().data()).isEqualTo(unknown);
        assertThat(events.get(1).data()).contains("\"content\":\"hi\"").doesNotContain("thought");
    }

    @Test
    void afterAnOperationsCursorComesWhatFollowsIt() {
        var session = SessionsIT.open(ANNA);
        var engine = new PlayedEngine(session).fact(new Fact.Ready("before", 0));
        read(session, Optional.empty(), event -> event.type().equals("ready"));
        var receipt =
                SessionsIT.json(
                        OperationsIT.submit(
                                session, "{\"op_type\":\"interrupt\",\"data\":{}}", Map.of()));
        engine.fact(new Fact.Interrupted());

        var events =
                read(
                        session,
                        Optional.of(receipt.get("events_after").textValue()),
                        event -> event.type().equals("interrupted"));

        assertThat(events).extracting(SseReader.Event::type).containsExactly("interrupted");
    }

    @Test
    void whatTheTopicNoLongerHasComesOutOfTheCatalog() throws Exception {
        var session = SessionsIT.open(ANNA);
        var engine = new PlayedEngine(session);
        var call = CallId.ofModel(session, 1, 1);
        engine.fact(new Fact.Ready("first", 0))
                .signal(new Signal.AssistantChunk("lost", call, 1, 0))
                .fact(new Fact.UserMessage(new OperationId("op-1"), "hello"))
                .fact(new Fact.TurnComplete(1, Optional.empty(), Fact.TurnEnd.COMPLETED));
        var before = read(session, Optional.empty(), EventsIT::isEnd);
        CatalogIT.awaitSeq(session, 3);
        // Another session's events push this one's out of the memory of the tail.
        forget(session, before);

        var after = read(session, Optional.empty(), EventsIT::isEnd);

        assertThat(text(after))
                .isEqualTo(
                        text(
                                before.stream()
                                        .filter(it -> !it.type().equals("assistant_chunk"))
                                        .toList()));
    }

    private static void forget(SessionId session, List<SseReader.Event> events) throws Exception {
        assertThat(events).isNotEmpty();
        var partition =
                Partitions.of(
                        OrchestratorServer.PREFIX + "events",
                        OrchestratorServer.PARTITIONS,
                        session);
        var other = new PlayedEngine(neighbourOf(session));
        for (int i = 0; i < 30; i++) {
            other.signal(
                    new Signal.AssistantChunk(
                            "x".repeat(10_000), CallId.ofModel(session, 1, 1), 1, i));
        }
        try (var admin =
                Admin.create(
                        Map.<String, Object>of(
                                "bootstrap.servers", OrchestratorServer.bootstrap()))) {
            long end = Cursor.read(session, events.getLast().id()).orElseThrow().next();
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(end))).all().get();
        }
    }

    private static SessionId neighbourOf(SessionId session) {
        var wanted = partition(session);
        var random = new Random(3);
        while (true) {
            var other = SessionId.random(random);
            if (partition(other).equals(wanted)) {
                return other;
            }
        }
    }

    private static TopicPartition partition(SessionId session) {
        return Partitions.of(
                OrchestratorServer.PREFIX + "events", OrchestratorServer.PARTITIONS, session);
    }

    /// A turn with facts and signals, some of them large enough to push others out of the tail's memory.
    private static void turn(SessionId session, int chunks) {
        var engine = new PlayedEngine(session);
        var call = CallId.ofModel(session, 1, 1);
        engine.fact(new Fact.UserMessage(new OperationId("op"), "grüße 🙂"))
                .fact(new Fact.SystemPrompt("1", "internal"));
        for (int i = 0; i < chunks; i++) {
            engine.signal(new Signal.AssistantChunk("é".repeat(i * 7 % 900), call, 1, i));
            if (i % 10 == 0) {
                engine.fact(new Fact.Ready("step " + i, i));
            }
        }
        engine.fact(new Fact.TurnComplete(1, Optional.of("done"), Fact.TurnEnd.COMPLETED));
    }

    private static List<SseReader.Event> read(
            SessionId session, Optional<String> after, Predicate<SseReader.Event> last) {
        return SseReader.until(ANNA, session, after, last);
    }

    private static String text(List<SseReader.Event> events) {
        return events.stream().map(SseReader.Event::text).collect(Collectors.joining());
    }
}
