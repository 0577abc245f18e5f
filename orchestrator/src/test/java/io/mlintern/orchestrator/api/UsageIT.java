package io.mlintern.orchestrator.api;

import static io.mlintern.orchestrator.api.OrchestratorServer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.Topics;
import io.mlintern.protocol.Usage;
import io.mlintern.protocol.UsageRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `GET /api/usage`: what sessions used, out of their facts, and what other calls of the user did, out of `llm.usage`.
@Timeout(120)
class UsageIT {
    private static final Actor OLGA = new Actor("local", "olga");
    private static final Usage PRICED =
            new Usage(100, 20, 120, 64, 6, Optional.of(new BigDecimal("0.00031")));
    private static final Usage UNPRICED = new Usage(7, 0, 7, 0, 0, Optional.empty());

    @Test
    void aSessionsCallsAndOthersAreSummedEachOnceAndUnknownCostsAreCounted() throws Exception {
        var session = SessionsIT.open(OLGA);
        var call = CallId.ofModel(session, 1, 1);
        new PlayedEngine(session)
                .fact(new Fact.UserMessage(new OperationId("op-1"), "hello"))
                .fact(llmCall(call));
        try (var producer = producer()) {
            write(producer, "once", PRICED, Optional.empty());
            write(producer, "once", PRICED, Optional.empty());
            write(producer, "cut", UNPRICED, Optional.of(ErrorCode.UPSTREAM_CUT));
            write(producer, "refused", Usage.NONE, Optional.of(ErrorCode.RATE_LIMIT));
            write(producer, "last", PRICED, Optional.empty());
        }

        await("all calls are projected")
                .atMost(Duration.ofSeconds(20))
                .until(() -> usage().path("calls").intValue() >= 4);

        var usage = usage();
        assertThat(usage.path("calls").intValue()).isEqualTo(4);
        assertThat(usage.path("total_tokens").intValue()).isEqualTo(15 + 120 + 7 + 120);
        assertThat(usage.path("cost_usd").decimalValue()).isEqualByComparingTo("0.25062");
        assertThat(usage.path("calls_without_price").intValue()).isEqualTo(1);
        assertThat(usage.path("models").findValuesAsText("model"))
                .containsExactly("script/demo", "vllm/x");
        var ofSession =
                SessionsIT.json(get(OLGA, "/api/usage?session_id=" + session)).path("calls");
        assertThat(ofSession.intValue()).isEqualTo(1);
        assertThat(
                        SessionsIT.json(get(new Actor("local", "otto"), "/api/usage"))
                                .path("calls")
                                .intValue())
                .isZero();
    }

    private static JsonNode usage() {
        return SessionsIT.json(get(OLGA, "/api/usage"));
    }

    private static Fact.LlmCall llmCall(CallId call) {
        return new Fact.LlmCall(
                new ModelId("script/demo"),
                12,
                "stop",
                Optional.of(new BigDecimal("0.25")),
                "main",
                10,
                5,
                15,
                0,
                0,
                call,
                1);
    }

    private static Producer<String, byte[]> producer() {
        return new KafkaClients(
                        new KafkaSettings(
                                OrchestratorServer.bootstrap(),
                                OrchestratorServer.PREFIX,
                                OrchestratorServer.PARTITIONS,
                                "usage-it"))
                .producer("usage-it");
    }

    private static void write(
            Producer<String, byte[]> producer, String id, Usage usage, Optional<ErrorCode> failure)
            throws InterruptedException, ExecutionException {
        var metered =
                new UsageRecord(
                        Optional.empty(),
                        Optional.empty(),
                        OLGA.user(),
                        new ModelId("vllm/x"),
                        usage,
                        12,
                        failure);
        var envelope = Envelope.of("usage-it-" + id, "llm-gateway", Instant.now(), OLGA, metered);
        var _ =
                producer.send(
                                Records.write(
                                        Topics.LLM_USAGE.name(OrchestratorServer.PREFIX), envelope))
                        .get();
    }
}
