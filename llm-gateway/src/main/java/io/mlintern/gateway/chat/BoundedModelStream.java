package io.mlintern.gateway.chat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A running model call that is given up where its answer becomes longer than anybody takes: it ends there, cut, like one that has
/// reached its limit of tokens. What is counted are the characters of text, of what the model thought, and of calls.
///
/// A caller who would have to leave a stream of which much has come already reads through all of it first.
public final class BoundedModelStream implements ModelStream {
    private final ModelStream stream;
    private final Deque<ChatEvent> last = new ArrayDeque<>();
    private int left;

    /// @param most characters
    public BoundedModelStream(ModelStream stream, int most) {
        this.stream = stream;
        this.left = most;
    }

    @Override
    public ChatEvent next(Duration patience) throws ModelCallException, InterruptedException {
        return last.isEmpty() ? bounded(stream.next(patience)) : last.poll();
    }

    private ChatEvent bounded(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Text(String text) -> new ChatEvent.Text(fitting(text));
            case ChatEvent.Reasoning(String text) -> new ChatEvent.Reasoning(fitting(text));
            case ChatEvent.CallArguments(int index, String text) ->
                    new ChatEvent.CallArguments(index, fitting(text));
            case ChatEvent.CallStarted(_, String id, String name) -> {
                count(id.length() + name.length());
                yield event;
            }
            case ChatEvent.Finished _, ChatEvent.Used _, ChatEvent.Silence _, ChatEvent.Ended _ ->
                    event;
        };
    }

    private String fitting(String text) {
        int fits = Math.min(left, text.length());
        count(text.length());
        if (fits == text.length()) return text;
        boolean halved = fits > 0 && Character.isHighSurrogate(text.charAt(fits - 1));
        return text.substring(0, halved ? fits - 1 : fits);
    }

    private void count(int characters) {
        if (characters > left) {
            stream.close();
            last.add(new ChatEvent.Finished(FinishReason.LENGTH));
            last.add(new ChatEvent.Ended());
        }
        left = Math.max(0, left - characters);
    }

    @Override
    public Optional<Usage> used() {
        return stream.used();
    }

    @Override
    public void close() {
        stream.close();
    }
}
