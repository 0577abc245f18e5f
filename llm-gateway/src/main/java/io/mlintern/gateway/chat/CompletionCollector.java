package io.mlintern.gateway.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Folds the events of one call into the whole answer.
public final class CompletionCollector {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<ChatEvent.CallStarted> calls = new ArrayList<>();
    private final List<StringBuilder> arguments = new ArrayList<>();
    private FinishReason finish = FinishReason.STOP;
    private Optional<Usage> usage = Optional.empty();

    public void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.Text piece -> text.append(piece.text());
            case ChatEvent.Reasoning piece -> reasoning.append(piece.text());
            case ChatEvent.CallStarted call -> {
                calls.add(call);
                arguments.add(new StringBuilder());
            }
            case ChatEvent.CallArguments piece ->
                    arguments.get(piece.index()).append(piece.fragment());
            case ChatEvent.Finished finished -> finish = finished.reason();
            case ChatEvent.Used used -> usage = Optional.of(used.usage());
            case ChatEvent.Silence _, ChatEvent.Ended _ -> {}
        }
    }

    public Completion completion() {
        List<ToolCall> whole = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            var call = calls.get(i);
            whole.add(new ToolCall(call.id(), call.name(), arguments.get(i).toString()));
        }
        return new Completion(text.toString(), reasoning.toString(), whole, finish, usage);
    }
}
