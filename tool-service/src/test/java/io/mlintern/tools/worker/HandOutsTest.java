package io.mlintern.tools.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.Test;

class HandOutsTest {
    private static final String TOPIC = "tool.calls";

    private final List<Member> members = new ArrayList<>();

    /// Kafka's own member in memory; one that failed is dead, as the real one.
    private static final class Member extends MockShareConsumer<String, byte[]> {
        private KafkaException failure;
        private boolean closed;

        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration time) {
            if (failure == null) return super.poll(time);
            throw failure;
        }

        @Override
        public synchronized void close(Duration time) {
            closed = true;
            super.close(time);
        }

        @Override
        public synchronized void close() {
            close(Duration.ZERO);
        }
    }

    @Test
    void aMemberThatTheBrokerHasForgottenIsFollowedByAnother() {
        try (var handOuts = new HandOuts(this::member, TOPIC)) {
            members.getFirst().failure = new GroupIdNotFoundException("not found");

            assertThatThrownBy(() -> handOuts.poll(Duration.ZERO))
                    .isInstanceOf(GroupIdNotFoundException.class);
            assertThat(members).hasSize(2);
            assertThat(members.getFirst().closed).isTrue();
            assertThat(members.getLast().subscription()).containsExactly(TOPIC);

            members.getLast().addRecord(record());
            assertThat(handOuts.poll(Duration.ZERO)).hasSize(1);
        }
        assertThat(members.getLast().closed).isTrue();
    }

    @Test
    void whatPassesByItselfLeavesTheMember() {
        try (var handOuts = new HandOuts(this::member, TOPIC)) {
            members.getFirst().failure = new DisconnectException();

            assertThatThrownBy(() -> handOuts.poll(Duration.ZERO))
                    .isInstanceOf(DisconnectException.class);
            assertThat(members).hasSize(1);
        }
    }

    private Member member() {
        var member = new Member();
        members.add(member);
        return member;
    }

    private static ConsumerRecord<String, byte[]> record() {
        return new ConsumerRecord<>(TOPIC, 0, 0, "call", "{}".getBytes(StandardCharsets.UTF_8));
    }
}
