package io.mlintern.cli.render;

import io.mlintern.cli.events.SessionEvent;
import java.io.PrintStream;
import java.util.function.Consumer;

/// For a person at a terminal: the model's text as it comes.
///
/// When a model call is issued again, what was shown of the earlier attempt cannot be taken back; a line says so.
final class LiveAnswer implements Answer {
    private final PrintStream out;
    private final Consumer<String> aside;
    private String call = "";
    private int attempt;
    private boolean midLine;
    private boolean shown;
    private String settled = "";
    private String lastText = "";

    LiveAnswer(PrintStream out, Consumer<String> aside) {
        this.out = out;
        this.aside = aside;
    }

    @Override
    public void event(SessionEvent event) {
        switch (event.type()) {
            case "assistant_chunk" -> chunk(event);
            case "assistant_message" -> message(event);
            case "turn_complete" -> complete(event.text("final_response"));
            case "assistant_stream_end", "tool_call", "error", "interrupted", "tool_log" ->
                    endLine();
            default -> {}
        }
    }

    private void chunk(SessionEvent event) {
        String of = event.text("call_id");
        int number = event.data().path("attempt").asInt(1);
        boolean late = !of.isEmpty() && of.equals(settled);
        boolean older = of.equals(call) && number < attempt;
        if (late || older) {
            return;
        }
        if (of.equals(call) && number > attempt && shown) {
            endLine();
            aside.accept("the model is asked again; what it said above does not count");
        }
        call = of;
        attempt = number;
        print(event.text("content"));
    }

    private void message(SessionEvent event) {
        String of = event.text("call_id");
        boolean wasShown = shown && (of.isEmpty() || of.equals(call));
        if (!wasShown) {
            endLine();
            print(event.text("content"));
        }
        endLine();
        lastText = event.text("content");
        settled = of;
        shown = false;
    }

    private void complete(String finalResponse) {
        endLine();
        if (lastText.isBlank() && !finalResponse.isBlank()) {
            print(finalResponse);
            endLine();
        }
        lastText = "";
    }

    private void print(String text) {
        String harmless = Excerpt.harmless(text);
        if (harmless.isEmpty()) {
            return;
        }
        out.print(harmless);
        out.flush();
        midLine = !harmless.endsWith("\n");
        shown = true;
    }

    private void endLine() {
        if (midLine) {
            out.println();
            out.flush();
        }
        midLine = false;
    }
}
