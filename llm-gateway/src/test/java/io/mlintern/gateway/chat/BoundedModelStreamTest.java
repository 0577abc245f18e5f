package io.mlintern.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundedModelStreamTest {
    private static final ChatEvent STOP = new ChatEvent.Finished(FinishReason.STOP);
    private static final ChatEvent CUT = new ChatEvent.Finished(FinishReason.LENGTH);

    @Test
    void anAnswerThatFitsIsLeftAsItIs() throws Exception {
        var call = new Given(text("four"), new ChatEvent.Silence(), text("more"), STOP);

        assertThat(read(call, 8))
                .containsExactly(text("four"), new ChatEvent.Silence(), text("more"), STOP);
        assertThat(call.closed).isFalse();
    }

    @Test
    void whatTheModelThinksAndAsksForCountsAsWell() throws Exception {
        var started = new ChatEvent.CallStarted(0, "id", "a-long-name-of-a-tool");
        var call =
                new Given(
                        new ChatEvent.Reasoning("hmm"),
                        started,
                        new ChatEvent.CallArguments(0, "{\"a\":1}"),
                        STOP);

        assertThat(read(call, 3 + "id".length() + "a-long-name-of-a-tool".length() + 3))
                .containsExactly(
                        new ChatEvent.Reasoning("hmm"),
                        started,
                        new ChatEvent.CallArguments(0, "{\"a"),
                        CUT);
        assertThat(call.closed).isTrue();
    }

    @Test
    void callsWithoutArgumentsHaveAnEndAsWell() throws Exception {
        var first = new ChatEvent.CallStarted(0, "id-1", "tool");
        var second = new ChatEvent.CallStarted(1, "id-2", "tool");

        assertThat(read(new Given(first, second, STOP), 12)).containsExactly(first, second, CUT);
    }

    @Test
    void noCharacterIsCutInTwo() throws Exception {
        assertThat(read(new Given(text("ab\uD83D\uDE00cd"), STOP), 3))
                .containsExactly(text("ab"), CUT);
    }

    private static ChatEvent text(String text) {
        return new ChatEvent.Text(text);
    }

    private static List<ChatEvent> read(ModelStream call, int most) throws Exception {
        List<ChatEvent> read = new ArrayList<>();
        var bounded = new BoundedModelStream(call, most);
        for (ChatEvent event = bounded.next(Duration.ZERO);
                !(event instanceof ChatEvent.Ended);
                event = bounded.next(Duration.ZERO)) read.add(event);
        return read;
    }

    private static final class Given implements ModelStream {
        private final Deque<ChatEvent> events;
        private boolean closed;

        Given(ChatEvent... events) {
            this.events = new ArrayDeque<>(List.of(events));
        }

        @Override
        public ChatEvent next(Duration patience) {
            return events.isEmpty() ? new ChatEvent.Ended() : events.poll();
        }

        @Override
        public Optional<Usage> used() {
            return Optional.empty();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
