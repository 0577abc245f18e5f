package io.mlintern.orchestrator.model;

import io.mlintern.kit.runs.Recovery;
import io.mlintern.kit.runs.RunExecutor;
import io.mlintern.kit.runs.RunRequest;
import io.mlintern.kit.runs.RunStoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls that were read and not claimed yet, because all slots are taken or PostgreSQL is away. While they wait the facts
/// behind them are still read: an interrupt must get through. Confined to the reading thread.
final class HandOut {
    private static final Logger LOG = LoggerFactory.getLogger(HandOut.class);
    private static final int MOST = 1000;

    private record Waiting(ModelCall call, TopicPartition partition, long offset) {}

    private final RunExecutor executor;
    private final Progress progress;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean storeAway;

    HandOut(RunExecutor executor, Progress progress) {
        this.executor = executor;
        this.progress = progress;
    }

    void add(ModelCall call, TopicPartition partition, long offset) {
        waiting.add(new Waiting(call, partition, offset));
    }

    boolean isFull() {
        return waiting.size() >= MOST;
    }

    /// Claims as many as there are free slots.
    void offer() throws InterruptedException {
        var taken = new ArrayList<Waiting>();
        int free = executor.freeSlots();
        while (taken.size() < free && !waiting.isEmpty()) {
            taken.add(waiting.poll());
        }
        if (!taken.isEmpty()) {
            claim(taken);
        }
    }

    private void claim(List<Waiting> taken) throws InterruptedException {
        try {
            executor.submit(taken.stream().map(one -> request(one.call())).toList());
            taken.forEach(one -> progress.end(one.partition(), one.offset()));
            storeAway = false;
        } catch (RunStoreException e) {
            if (!storeAway) {
                LOG.warn("model calls wait for PostgreSQL: {}", e.getMessage());
            }
            storeAway = true;
            taken.reversed().forEach(waiting::addFirst);
        }
    }

    /// Another model answer does no harm but its price.
    private static RunRequest request(ModelCall call) {
        return new RunRequest(call.id(), Recovery.RERUN, call.payload());
    }

    void forget(Set<TopicPartition> partitions) {
        waiting.removeIf(one -> partitions.contains(one.partition()));
    }
}
