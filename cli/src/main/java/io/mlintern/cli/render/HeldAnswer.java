package io.mlintern.cli.render;

import io.mlintern.cli.events.SessionEvent;
import java.io.PrintStream;
import java.util.function.Consumer;

/// For a file or another program: the last text of the turn alone, once and whole.
///
/// What the model said on the way (before its tool calls, or before it was told to go on) is told aside.
final class HeldAnswer implements Answer {
    private final PrintStream out;
    private final Consumer<String> aside;
    private String held = "";

    HeldAnswer(PrintStream out, Consumer<String> aside) {
        this.out = out;
        this.aside = aside;
    }

    @Override
    public void event(SessionEvent event) {
        switch (event.type()) {
            case "assistant_message" -> message(event);
            case "tool_call", "error", "interrupted" -> setAside();
            case "turn_complete" -> answer(event.text("final_response"));
            default -> {}
        }
    }

    private void message(SessionEvent event) {
        setAside();
        held = event.text("content");
        if (!event.data().path("tool_calls").isEmpty()) {
            setAside();
        }
    }

    private void setAside() {
        if (!held.isBlank()) {
            aside.accept(held.strip());
        }
        held = "";
    }

    private void answer(String finalResponse) {
        String answer = held.isBlank() ? finalResponse : held;
        held = "";
        if (!answer.isBlank()) {
            out.print(answer.endsWith("\n") ? answer : answer + "\n");
            out.flush();
        }
    }
}
