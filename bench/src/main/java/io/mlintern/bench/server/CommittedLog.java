package io.mlintern.bench.server;

import io.mlintern.protocol.Topics;
import io.mlintern.system.CommittedReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Reads topics of a server with a plain client that sees what is committed.
public final class CommittedLog implements AutoCloseable {
    /// Before the names of a local server's topics.
    public static final String PREFIX = "mlintern.";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final CommittedReader reader;

    /// @param type of the event, as in the header `ce_type`
    public record Sent(Topics topic, String type, String key, String value, Instant at) {}

    public CommittedLog(String bootstrap, Topics... topics) {
        Set<String> names =
                Stream.of(topics).map(topic -> topic.name(PREFIX)).collect(Collectors.toSet());
        reader = new CommittedReader(bootstrap, names::contains);
    }

    /// Goes on at what comes now.
    public CommittedLog toEnd() {
        reader.skipToEnd();
        return this;
    }

    /// Goes on at what was stamped since then.
    public CommittedLog since(Instant time) {
        reader.skipTo(time);
        return this;
    }

    /// What has come meanwhile, after a tenth of a second at most.
    public List<Sent> poll() {
        return StreamSupport.stream(reader.poll().spliterator(), false)
                .map(CommittedLog::sent)
                .toList();
    }

    /// All up to the present end.
    public void readAll(Consumer<Sent> each) {
        reader.readAll(PATIENCE, record -> each.accept(sent(record)));
    }

    private static Sent sent(ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader("ce_type");
        String base = record.topic().substring(PREFIX.length());
        Topics topic =
                List.of(Topics.values()).stream()
                        .filter(it -> it.baseName().equals(base))
                        .findFirst()
                        .orElseThrow();
        return new Sent(
                topic,
                type == null ? "" : new String(type.value(), StandardCharsets.UTF_8),
                text(record.key()),
                text(record.value()),
                Instant.ofEpochMilli(record.timestamp()));
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        reader.close();
    }
}
