package io.mlintern.kit.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Writes of one kind, by one thread: what comes in while a statement runs goes into the next one together. Nobody waits
/// for company, and under load a hundred runs cost one commit.
final class GatheredWrites<I, O> implements AutoCloseable {
    private static final int WAITING = 10_000;
    private static final int TOGETHER = 500;

    /// Without an item: the end.
    private record Write<I, O>(Optional<I> item, CompletableFuture<O> result) {}

    private final BlockingQueue<Write<I, O>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Function<List<I>, List<O>> statement;
    private final Thread writer;
    private volatile boolean closed;

    /// @param statement gives one result for each item, in their order
    GatheredWrites(String name, Function<List<I>, List<O>> statement) {
        this.statement = statement;
        this.writer = Thread.ofVirtual().name(name).start(this::write);
    }

    CompletableFuture<O> submit(I item) throws InterruptedException {
        var write = new Write<I, O>(Optional.of(item), new CompletableFuture<>());
        waiting.put(write);
        if (closed && waiting.remove(write)) {
            write.result.completeExceptionally(new RunStoreException("closed"));
        }
        return write.result;
    }

    /// What was submitted before is still written. The writer is not interrupted: that would cut its connection.
    @Override
    public void close() {
        closed = true;
        try {
            waiting.put(new Write<>(Optional.empty(), new CompletableFuture<>()));
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            boolean ended = false;
            while (!ended) {
                List<Write<I, O>> gathered = new ArrayList<>();
                gathered.add(waiting.take());
                waiting.drainTo(gathered, TOGETHER - 1);
                ended = gathered.removeIf(write -> write.item.isEmpty());
                if (!gathered.isEmpty()) {
                    execute(gathered);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a writer", e);
        }
    }

    private void execute(List<Write<I, O>> writes) {
        try {
            var results = statement.apply(writes.stream().map(w -> w.item.orElseThrow()).toList());
            for (int i = 0; i < writes.size(); i++) {
                writes.get(i).result.complete(results.get(i));
            }
        } catch (RuntimeException e) {
            writes.forEach(write -> write.result.completeExceptionally(e));
        }
    }
}
