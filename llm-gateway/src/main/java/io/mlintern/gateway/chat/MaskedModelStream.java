package io.mlintern.gateway.chat;

import io.mlintern.kit.secrets.MaskedJson;
import io.mlintern.kit.secrets.MaskedStream;
import io.mlintern.kit.secrets.SecretMask;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A running model call without the secrets that the model repeats: in its text, in what it thinks, in the names and
/// arguments of its calls, and in the failure that ends it. Arguments that were JSON stay JSON.
///
/// Of each event goes out at once what cannot be part of a secret. What is held back follows with later pieces, or at the
/// latest before the call's end or failure.
public final class MaskedModelStream implements ModelStream {
    private final ModelStream stream;
    private final SecretMask mask;
    private final MaskedStream text;
    private final MaskedStream reasoning;
    private final List<MaskedJson> arguments = new ArrayList<>();
    private final Deque<ChatEvent> ready = new ArrayDeque<>();
    private Optional<ModelCallException> failure = Optional.empty();

    public MaskedModelStream(ModelStream stream, SecretMask mask) {
        this.stream = stream;
        this.mask = mask;
        this.text = mask.stream();
        this.reasoning = mask.stream();
    }

    @Override
    public ChatEvent next(Duration patience) throws ModelCallException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (ready.isEmpty()) {
            if (failure.isPresent()) throw failure.get();
            long left = Math.max(0, deadline - System.nanoTime());
            try {
                take(stream.next(Duration.ofNanos(left)));
            } catch (ModelCallException e) {
                addHeld();
                failure = Optional.of(masked(e));
            }
        }
        return ready.poll();
    }

    @Override
    public Optional<Usage> used() {
        return stream.used();
    }

    @Override
    public void close() {
        stream.close();
    }

    private void take(ChatEvent event) {
        switch (event) {
            case ChatEvent.Text(String piece) -> addText(text.push(piece));
            case ChatEvent.Reasoning(String piece) -> addReasoning(reasoning.push(piece));
            case ChatEvent.CallStarted(int index, String id, String name) -> {
                arguments.add(mask.json());
                ready.add(new ChatEvent.CallStarted(index, id, mask.mask(name)));
            }
            case ChatEvent.CallArguments(int index, String piece) ->
                    addArguments(index, arguments.get(index).push(piece));
            case ChatEvent.Finished _, ChatEvent.Ended _ -> {
                addHeld();
                ready.add(event);
            }
            case ChatEvent.Used _, ChatEvent.Silence _ -> ready.add(event);
        }
    }

    private void addHeld() {
        addReasoning(reasoning.end());
        addText(text.end());
        for (int i = 0; i < arguments.size(); i++) addArguments(i, arguments.get(i).end());
    }

    private void addText(String piece) {
        if (!piece.isEmpty()) ready.add(new ChatEvent.Text(piece));
    }

    private void addReasoning(String piece) {
        if (!piece.isEmpty()) ready.add(new ChatEvent.Reasoning(piece));
    }

    private void addArguments(int index, String piece) {
        if (!piece.isEmpty()) ready.add(new ChatEvent.CallArguments(index, piece));
    }

    private ModelCallException masked(ModelCallException e) {
        var said = e.failure();
        return new ModelCallException(
                new ModelFailure(said.code(), mask.mask(said.message()), said.retryAfter()));
    }
}
