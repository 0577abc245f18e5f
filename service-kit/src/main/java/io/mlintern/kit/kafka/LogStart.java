package io.mlintern.kit.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// For readers without a rule for missing offsets, which were away longer than a topic keeps its records: they go on with
/// the oldest record that is left, and say loudly what they never saw.
public final class LogStart {
    private static final Logger LOG = LoggerFactory.getLogger(LogStart.class);

    private LogStart() {}

    /// Moves the positions that lie before their log's start to it, and answers how many offsets were passed over.
    ///
    /// @throws OffsetOutOfRangeException the given one, where a position lies elsewhere: behind the log's end it means that
    /// the log is not the one that was read, and to begin anew would run old records again
    public static long goOn(Consumer<?, ?> consumer, OffsetOutOfRangeException outside) {
        Map<TopicPartition, Long> positions = outside.offsetOutOfRangePartitions();
        var starts = new HashMap<>(consumer.beginningOffsets(positions.keySet()));
        if (positions.entrySet().stream()
                .anyMatch(position -> position.getValue() >= starts.get(position.getKey()))) {
            throw outside;
        }
        long deleted = 0;
        for (var position : positions.entrySet()) {
            TopicPartition partition = position.getKey();
            long start = starts.get(partition);
            LOG.error(
                    "{}: offsets {} to {} were deleted before they were read; going on at {}",
                    partition,
                    position.getValue(),
                    start - 1,
                    start);
            consumer.seek(partition, start);
            deleted += start - position.getValue();
        }
        return deleted;
    }
}
