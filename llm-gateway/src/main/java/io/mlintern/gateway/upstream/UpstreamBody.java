package io.mlintern.gateway.upstream;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A response body that its reader pulls with a time limit; one piece at a time is asked of the connection, so a slow
/// reader slows the provider down instead of filling memory.
final class UpstreamBody implements BodySubscriber<UpstreamBody> {
    /// What one read gave.
    sealed interface Read {
        record Bytes(ByteBuffer bytes) implements Read {}

        record Nothing() implements Read {}

        record End() implements Read {}

        record Broken(IOException reason) implements Read {}
    }

    private final LinkedBlockingQueue<Read> arrived = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
    private volatile boolean abandoned;

    Read read(Duration patience) throws InterruptedException {
        Read read = arrived.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        if (read == null) return new Read.Nothing();
        switch (read) {
            case Read.Bytes _ -> subscription.get().request(1);
            case Read.Nothing _ -> {}
            // The end stays the end, however often it is read.
            case Read.End _, Read.Broken _ -> arrived.add(read);
        }
        return read;
    }

    /// Gives the connection up when the body has not been read to its end.
    void abandon() {
        abandoned = true;
        Flow.Subscription flow = subscription.get();
        if (flow != null) flow.cancel();
    }

    @Override
    public CompletionStage<UpstreamBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription flow) {
        subscription.set(flow);
        if (abandoned) flow.cancel();
        else flow.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        int size = buffers.stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer whole = ByteBuffer.allocate(size);
        buffers.forEach(whole::put);
        arrived.add(new Read.Bytes(whole.flip()));
    }

    @Override
    public void onError(Throwable problem) {
        arrived.add(new Read.Broken(new IOException("the connection broke", problem)));
    }

    @Override
    public void onComplete() {
        arrived.add(new Read.End());
    }
}
