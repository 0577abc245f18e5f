package io.mlintern.orchestrator.model;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/// Which records are read but not dealt with yet, so that no offset is committed past one of them. Thread-safe.
final class Progress {
    private final Map<TopicPartition, NavigableSet<Long>> open = new HashMap<>();

    synchronized void begin(TopicPartition partition, long offset) {
        open.computeIfAbsent(partition, _ -> new TreeSet<>()).add(offset);
    }

    synchronized void end(TopicPartition partition, long offset) {
        NavigableSet<Long> offsets = open.get(partition);
        if (offsets != null) {
            offsets.remove(offset);
        }
    }

    /// Where a successor must go on when `position` is the next record that would be read here.
    synchronized long committable(TopicPartition partition, long position) {
        NavigableSet<Long> offsets = open.get(partition);
        return offsets == null || offsets.isEmpty() ? position : offsets.first();
    }

    /// These are somebody else's now.
    synchronized void forget(Set<TopicPartition> partitions) {
        open.keySet().removeAll(partitions);
    }
}
