package io.mlintern.kit.runs;

import io.mlintern.protocol.CallId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// Work that does what its request says, and remembers. `hold` waits until [#letGo] or a stop; `fail` throws;
/// `break` throws as well, and at its first attempt nothing can be said about that either.
public final class RecordedWork implements RunWork {
    final List<String> did = new CopyOnWriteArrayList<>();
    final List<SettledRun> told = new CopyOnWriteArrayList<>();
    final AtomicBoolean kafkaIsAway = new AtomicBoolean();
    private final Map<CallId, CountDownLatch> holding = new ConcurrentHashMap<>();

    void letGo(CallId call) {
        latch(call).countDown();
    }

    /// What was told of the call, in its order.
    public List<String> outcomes(CallId call) {
        return told.stream()
                .filter(run -> run.call().equals(call))
                .map(run -> run.outcome().utf8())
                .toList();
    }

    @Override
    public Payload run(RunHandle run) throws InterruptedException {
        run.started();
        return carryOut("ran", run);
    }

    @Override
    public Payload reattach(RunHandle run) throws InterruptedException {
        if (run.isCancelled()) {
            did.add("ended " + run.attempt());
            return Payload.of("ended");
        }
        return carryOut("attached", run);
    }

    private Payload carryOut(String how, RunHandle run) throws InterruptedException {
        did.add(how + " " + run.attempt());
        String request = run.request().utf8();
        if (request.equals("fail")) {
            throw new IllegalArgumentException("as asked");
        }
        if (request.equals("break")) {
            throw new IllegalArgumentException("attempt " + run.attempt());
        }
        if (request.equals("hold")) {
            latch(run.call()).await();
        }
        return Payload.of(how + " " + run.attempt());
    }

    @Override
    public Payload cancelled(RunHandle run) {
        return Payload.of("cancelled");
    }

    @Override
    public Payload unknown(RunHandle run) {
        return Payload.of("unknown");
    }

    @Override
    public Payload failed(RunHandle run, RuntimeException failure) {
        if (run.request().utf8().equals("break") && run.attempt() == 1) {
            throw failure;
        }
        return Payload.of("failed: " + failure.getMessage());
    }

    @Override
    public void lasting(RunHandle run) {
        did.add("lasts " + run.attempt());
    }

    @Override
    public void publish(SettledRun run) {
        if (kafkaIsAway.get()) {
            throw new IllegalStateException("Kafka is away");
        }
        told.add(run);
    }

    private CountDownLatch latch(CallId call) {
        return holding.computeIfAbsent(call, _ -> new CountDownLatch(1));
    }
}
