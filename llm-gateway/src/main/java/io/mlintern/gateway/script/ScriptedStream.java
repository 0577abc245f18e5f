package io.mlintern.gateway.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.ChatMessage;
import io.mlintern.gateway.chat.FinishReason;
import io.mlintern.gateway.chat.ModelCall;
import io.mlintern.gateway.chat.ModelStream;
import io.mlintern.gateway.chat.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Gives a scripted reply in small pieces, as a model would.
final class ScriptedStream implements ModelStream {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PIECE =
            Pattern.compile("\\s*\\S+(?:[ ]\\S+){0,2}\\s*$|\\s*\\S+(?:[ ]\\S+){0,2}|\\s+");
    private static final int ARGUMENT_PIECE = 512;
    private static final int CHARACTERS_A_TOKEN = 4;

    private final Deque<ChatEvent> events = new ArrayDeque<>();
    private final Duration pause;
    private long dueAt;
    private Optional<Usage> used = Optional.empty();

    ScriptedStream(ScriptReply reply, ModelCall call) {
        pause = reply.pause();
        PIECE.matcher(reply.text())
                .results()
                .map(MatchResult::group)
                .forEach(piece -> events.add(new ChatEvent.Text(piece)));
        long written = reply.text().length();
        for (int i = 0; i < reply.calls().size(); i++) {
            String arguments = json(reply.calls().get(i));
            written += arguments.length();
            String id = "call_" + call.answerId() + "_" + i;
            events.add(new ChatEvent.CallStarted(i, id, reply.calls().get(i).tool()));
            for (int at = 0; at < arguments.length(); at += ARGUMENT_PIECE)
                events.add(new ChatEvent.CallArguments(i, piece(arguments, at)));
        }
        boolean calls = !reply.calls().isEmpty();
        events.add(new ChatEvent.Finished(calls ? FinishReason.TOOL_CALLS : FinishReason.STOP));
        events.add(new ChatEvent.Used(usage(call, written)));
        dueAt = System.nanoTime() + pause.toNanos();
    }

    @Override
    public ChatEvent next(Duration patience) throws InterruptedException {
        ChatEvent next = events.peek();
        if (next == null) return new ChatEvent.Ended();
        if (next instanceof ChatEvent.Text && !pause.isZero()) {
            long wait = dueAt - System.nanoTime();
            Thread.sleep(Duration.ofNanos(Math.max(0, Math.min(wait, patience.toNanos()))));
            if (wait > patience.toNanos()) return new ChatEvent.Silence();
            dueAt = System.nanoTime() + pause.toNanos();
        }
        if (next instanceof ChatEvent.Used(Usage figures)) used = Optional.of(figures);
        return events.poll();
    }

    @Override
    public Optional<Usage> used() {
        return used;
    }

    @Override
    public void close() {
        events.clear();
    }

    private static String piece(String text, int at) {
        return text.substring(at, Math.min(text.length(), at + ARGUMENT_PIECE));
    }

    private static String json(ScriptReply.Call call) {
        try {
            return JSON.writeValueAsString(call.arguments());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a script's arguments are always JSON", e);
        }
    }

    /// A rough figure, so that what counts tokens has something to count.
    private static Usage usage(ModelCall call, long written) {
        long read =
                call.request().messages().stream()
                        .map(ChatMessage::text)
                        .mapToLong(String::length)
                        .sum();
        return Usage.of(read / CHARACTERS_A_TOKEN + 1, written / CHARACTERS_A_TOKEN + 1);
    }
}
