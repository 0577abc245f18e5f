package io.mlintern.gateway.upstream;

import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.ModelStream;
import io.mlintern.gateway.chat.Usage;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A call at a provider over HTTP.
final class HttpModelStream implements ModelStream {
    private static final int LARGEST_EVENT = 16 << 20;
    private static final int LARGEST_ANSWER = 64 << 20;
    private static final int LARGEST_ERROR = 64 << 10;
    private static final Duration DRAIN = Duration.ofMillis(5);
    private static final Duration ERROR_BODY = Duration.ofSeconds(5);

    private final CompletableFuture<HttpResponse<UpstreamBody>> head;
    private final UpstreamBody body;
    private final AnswerReader reader;
    private final UpstreamFailures failures;
    private final Duration silenceLimit;
    private final SseParser events = new SseParser(LARGEST_EVENT);
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();
    private final Deque<ChatEvent> ready = new ArrayDeque<>();
    private Optional<Boolean> streamed = Optional.empty();
    private long lastByte = System.nanoTime();
    private Optional<ModelCallException> broken = Optional.empty();
    private boolean over;

    HttpModelStream(
            CompletableFuture<HttpResponse<UpstreamBody>> head,
            UpstreamBody body,
            AnswerReader reader,
            UpstreamFailures failures,
            Duration silenceLimit) {
        this.head = head;
        this.body = body;
        this.reader = reader;
        this.failures = failures;
        this.silenceLimit = silenceLimit;
    }

    @Override
    public ChatEvent next(Duration patience) throws ModelCallException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (ready.isEmpty()) {
            if (over) return new ChatEvent.Ended();
            if (broken.isPresent()) throw broken.get();
            Duration wait = waitUntil(deadline);
            boolean came = streamed.isEmpty() ? awaitHead(wait) : awaitBody(wait);
            if (came) {
                lastByte = System.nanoTime();
            } else if (System.nanoTime() - lastByte >= silenceLimit.toNanos()) {
                throw failures.silentFor(silenceLimit);
            } else if (System.nanoTime() >= deadline) {
                return new ChatEvent.Silence();
            }
        }
        return ready.poll();
    }

    @Override
    public Optional<Usage> used() {
        return reader.usage();
    }

    @Override
    public void close() {
        if (over) drain();
        head.cancel(true);
        body.abandon();
    }

    /// A complete answer's connection is used again when its last bytes are read, and they come with the answer.
    private void drain() {
        try {
            while (body.read(DRAIN) instanceof UpstreamBody.Read.Bytes)
                lastByte = System.nanoTime();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration waitUntil(long deadline) {
        long now = System.nanoTime();
        long tillTimeOut = lastByte + silenceLimit.toNanos() - now;
        return Duration.ofNanos(Math.max(0, Math.min(deadline - now, tillTimeOut)));
    }

    private boolean awaitHead(Duration wait) throws ModelCallException, InterruptedException {
        try {
            var response = head.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() / 100 != 2) throw refused(response);
            String type = response.headers().firstValue("content-type").orElse("");
            streamed = Optional.of(type.startsWith("text/event-stream"));
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw failures.unreachable(e.getCause());
        }
    }

    private ModelCallException refused(HttpResponse<UpstreamBody> response)
            throws InterruptedException {
        long deadline = System.nanoTime() + ERROR_BODY.toNanos();
        while (document.size() < LARGEST_ERROR) {
            var read = body.read(Duration.ofNanos(deadline - System.nanoTime()));
            if (!(read instanceof UpstreamBody.Read.Bytes(ByteBuffer bytes))) break;
            while (bytes.hasRemaining()) document.write(bytes.get());
        }
        return failures.status(response.statusCode(), response.headers(), text(), Instant.now());
    }

    private boolean awaitBody(Duration wait) throws ModelCallException, InterruptedException {
        switch (body.read(wait)) {
            case UpstreamBody.Read.Nothing _ -> {
                return false;
            }
            case UpstreamBody.Read.Bytes(ByteBuffer bytes) -> take(bytes);
            case UpstreamBody.Read.End _ -> end();
            case UpstreamBody.Read.Broken _ -> throw failures.cut();
        }
        return true;
    }

    private void take(ByteBuffer bytes) throws ModelCallException {
        if (!streamed.orElseThrow()) {
            if (document.size() + bytes.limit() > LARGEST_ANSWER)
                throw failures.garbage("sent an answer without an end");
            while (bytes.hasRemaining()) document.write(bytes.get());
            return;
        }
        try {
            read(events.feed(bytes));
        } catch (SseParser.TooLarge e) {
            throw failures.garbage("sent an event without an end");
        }
    }

    private void read(List<String> data) {
        for (String event : data) {
            if (over) return;
            try {
                ready.addAll(reader.event(event));
                if (reader.ended()) finish(reader.end());
            } catch (ModelCallException e) {
                // What came before it is given first.
                broken = Optional.of(e);
                return;
            }
        }
    }

    private void end() throws ModelCallException {
        if (!streamed.orElseThrow()) {
            finish(reader.whole(text()));
            return;
        }
        read(events.end());
        if (over || broken.isPresent()) return;
        if (ready.isEmpty() && events.foreign())
            throw failures.garbage("sent something else than an event stream");
        finish(reader.end());
    }

    private void finish(List<ChatEvent> last) {
        ready.addAll(last);
        over = true;
    }

    private String text() {
        return document.toString(StandardCharsets.UTF_8);
    }
}
