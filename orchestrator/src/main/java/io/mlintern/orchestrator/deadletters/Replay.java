package io.mlintern.orchestrator.deadletters;

import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.Records;
import io.mlintern.protocol.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Sends dead letters again, once each: the record and the mark that says so are one transaction.
///
/// Dying before or during: neither stands, the next replay does both. After: the mark is there. Two replays at once: the later
/// one fences the earlier, whose open transaction is aborted, and reads the marks only then. Test: `DeadLettersIT`.
final class Replay implements AutoCloseable {
    private static final String TRANSACTIONAL_ID = "dead-letter-replay";

    private final KafkaClients kafka;
    private final LetterScan scan;
    private final Producer<String, byte[]> producer;
    private final Set<String> marked = new HashSet<>();

    Replay(KafkaClients kafka, LetterScan scan, List<Topics> topics) {
        this.kafka = kafka;
        this.scan = scan;
        this.producer = kafka.transactionalProducer(TRANSACTIONAL_ID);
        try {
            producer.initTransactions();
            scan.read(topics, (_, record) -> ReplayMark.of(record).ifPresent(marked::add));
        } catch (KafkaException e) {
            producer.close();
            throw e;
        }
    }

    Replayed.Result again(LetterId id) {
        if (marked.contains(id.toString())) {
            return Replayed.Result.ALREADY_REPLAYED;
        }
        String letters = id.topic().deadLetters(kafka.settings().prefix());
        return scan.at(new TopicPartition(letters, id.partition()), id.offset())
                .filter(letter -> ReplayMark.of(letter).isEmpty())
                .map(letter -> again(id, letter, letters))
                .orElse(Replayed.Result.UNKNOWN);
    }

    private Replayed.Result again(
            LetterId id, ConsumerRecord<String, byte[]> letter, String letters) {
        Map<String, String> said = Records.texts(letter.headers());
        var source =
                new TopicPartition(
                        kafka.settings().topic(id.topic()),
                        Integer.parseInt(said.get(DeadLetters.PARTITION)));
        Optional<ConsumerRecord<String, byte[]>> whole =
                letter.value() == null
                        ? scan.at(source, Long.parseLong(said.get(DeadLetters.OFFSET)))
                        : Optional.of(letter);
        if (whole.isEmpty()) {
            return Replayed.Result.GONE;
        }
        producer.beginTransaction();
        // A failed send fails the commit.
        var _ = producer.send(asItWas(whole.get(), source));
        var _ = producer.send(ReplayMark.record(id, letters));
        producer.commitTransaction();
        marked.add(id.toString());
        return Replayed.Result.REPLAYED;
    }

    private static ProducerRecord<String, byte[]> asItWas(
            ConsumerRecord<String, byte[]> record, TopicPartition source) {
        var again =
                new ProducerRecord<>(
                        source.topic(), source.partition(), record.key(), record.value());
        record.headers()
                .forEach(
                        header -> {
                            if (!DeadLetters.isOurs(header.key())) {
                                again.headers().add(header);
                            }
                        });
        return again;
    }

    @Override
    public void close() {
        producer.close();
    }
}
