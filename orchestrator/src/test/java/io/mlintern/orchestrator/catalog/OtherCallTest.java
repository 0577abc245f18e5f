package io.mlintern.orchestrator.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.UnreadableRecord;
import io.mlintern.protocol.Usage;
import io.mlintern.protocol.UsageRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OtherCallTest {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final Actor OLGA = new Actor("local", "olga");
    private static final Usage SOME =
            new Usage(10, 5, 15, 4, 0, Optional.of(new BigDecimal("0.25")));

    @Test
    void aCallOutsideOfSessionsIsTakenAsItIs() throws Exception {
        assertThat(read(Optional.empty(), SOME, Optional.empty()))
                .contains(new OtherCall("usage-1", OLGA, new ModelId("vllm/x"), TIME, SOME));
    }

    @Test
    void aSessionsCallIsLeftToItsFacts() throws Exception {
        assertThat(read(Optional.of(new SessionId("a".repeat(20))), SOME, Optional.empty()))
                .isEmpty();
    }

    @Test
    void aFailedCallCountsWhenItUsedSomething() throws Exception {
        assertThat(read(Optional.empty(), SOME, Optional.of(ErrorCode.UPSTREAM_CUT))).isPresent();
        assertThat(read(Optional.empty(), Usage.NONE, Optional.of(ErrorCode.RATE_LIMIT))).isEmpty();
    }

    @Test
    void anAnswerWhoseUsageNobodySaidCounts() throws Exception {
        assertThat(read(Optional.empty(), Usage.NONE, Optional.empty())).isPresent();
    }

    @Test
    void whatIsNoRecordIsSaidToBeUnreadable() {
        var record = record(Optional.empty(), SOME, Optional.empty());

        assertThatThrownBy(() -> OtherCall.read(with(record.headers(), "{}".getBytes(UTF_8))))
                .isInstanceOf(UnreadableRecord.class);
    }

    private static Optional<OtherCall> read(
            Optional<SessionId> session, Usage usage, Optional<ErrorCode> failure)
            throws UnreadableRecord {
        return OtherCall.read(record(session, usage, failure));
    }

    private static ConsumerRecord<String, byte[]> record(
            Optional<SessionId> session, Usage usage, Optional<ErrorCode> failure) {
        var metered =
                new UsageRecord(
                        session,
                        Optional.empty(),
                        OLGA.user(),
                        new ModelId("vllm/x"),
                        usage,
                        12,
                        failure);
        var wire = Codec.write(Envelope.of("usage-1", "llm-gateway", TIME, OLGA, metered));
        return with(Records.headers(wire), wire.value());
    }

    private static ConsumerRecord<String, byte[]> with(Headers headers, byte[] value) {
        return new ConsumerRecord<>(
                "llm.usage",
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                value.length,
                "olga",
                value,
                headers,
                Optional.empty());
    }
}
