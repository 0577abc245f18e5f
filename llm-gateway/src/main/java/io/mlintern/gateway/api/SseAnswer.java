package io.mlintern.gateway.api;

import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.ModelFailure;
import io.mlintern.gateway.chat.ModelStream;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Streams one answer to its caller, each event as soon as it is there; those that are there together go out together.
///
/// While the model is silent a comment goes out at each interval: a caller who has left is seen by the write that fails,
/// and leaving this method in whatever way closes the call at the provider.
final class SseAnswer implements StreamingOutput {
    private static final byte[] KEEP_ALIVE = bytes(": keep-alive\n\n");
    private static final byte[] DONE = bytes("data: [DONE]\n\n");

    private final ModelStream stream;
    private final ChatEvent first;
    private final AnswerWriter writer;
    private final Duration keepAlive;
    private final CallLog log;

    SseAnswer(
            ModelStream stream,
            ChatEvent first,
            AnswerWriter writer,
            Duration keepAlive,
            CallLog log) {
        this.stream = stream;
        this.first = first;
        this.writer = writer;
        this.keepAlive = keepAlive;
        this.log = log;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        try (stream) {
            stream(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.abandoned(stream.used());
        } catch (IOException | RuntimeException e) {
            log.abandoned(stream.used());
            throw e;
        }
    }

    private void stream(OutputStream out) throws IOException, InterruptedException {
        data(out, writer.opening());
        try {
            ChatEvent event = first;
            while (!(event instanceof ChatEvent.Ended)) {
                log.saw(event);
                if (event instanceof ChatEvent.Silence) out.write(KEEP_ALIVE);
                Optional<String> chunk = writer.chunk(event);
                if (chunk.isPresent()) data(out, chunk.get());
                // What comes behind it may have to wait for a price.
                if (event instanceof ChatEvent.Finished) out.flush();
                event = next(out);
            }
            out.write(DONE);
            out.flush();
            log.answered(stream.used());
        } catch (ModelCallException e) {
            ModelFailure failure = e.failure();
            log.failed(failure, stream.used());
            data(out, Errors.body(failure));
            out.flush();
        }
    }

    /// What was written is sent before anything is waited for.
    private ChatEvent next(OutputStream out)
            throws IOException, ModelCallException, InterruptedException {
        ChatEvent ready = stream.next(Duration.ZERO);
        if (!(ready instanceof ChatEvent.Silence)) return ready;
        out.flush();
        return stream.next(keepAlive);
    }

    private static void data(OutputStream out, String json) throws IOException {
        out.write(bytes("data: " + json + "\n\n"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
