package io.mlintern.cli.render;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.cli.events.SessionEvent;
import java.util.ArrayList;
import java.util.List;

/// Tells what happens in a turn, the answer aside, in lines for a person.
final class EventLines {
    private final Style style;

    EventLines(Style style) {
        this.style = style;
    }

    /// No line for events that say nothing to a person.
    List<String> of(SessionEvent event) {
        return switch (event.type()) {
            case "tool_call" -> List.of(toolCall(event));
            case "tool_output", "tool_output_amended" -> toolOutput(event);
            case "tool_log" -> List.of(style.dim(event.text("tool") + ": " + text(event, "log")));
            case "tool_state_change" -> stateChange(event);
            case "plan_update" -> plan(event.data().path("plan"));
            case "approval_required" -> approvals(event.data().path("tools"));
            case "operation_queued" ->
                    List.of(style.notice("the session is busy; this waits for the running turn"));
            case "compacted" ->
                    List.of(
                            style.dim(
                                    "conversation compacted: %s → %s tokens"
                                            .formatted(
                                                    event.text("old_tokens"),
                                                    event.text("new_tokens"))));
            case "error" -> error(event);
            default -> List.of();
        };
    }

    private String toolCall(SessionEvent event) {
        return style.notice("▸ ")
                + style.bold(event.text("tool"))
                + "  "
                + style.dim(arguments(event.data().path("arguments")));
    }

    /// A single text argument is shown as it is, everything else as JSON; always on one line.
    private static String arguments(JsonNode arguments) {
        JsonNode only = arguments.size() == 1 ? arguments.elements().next() : arguments;
        String text = only.isTextual() ? only.textValue() : arguments.toString();
        return Excerpt.line(Excerpt.harmless(text).replaceAll("\\s*\n\\s*", " ⏎ "));
    }

    private List<String> toolOutput(SessionEvent event) {
        boolean success = event.data().path("success").asBoolean();
        var lines = new ArrayList<String>();
        String mark = success ? style.good("  ✓ ") : style.bad("  ✗ ");
        for (String line : Excerpt.lines(text(event, "output"))) {
            lines.add((lines.isEmpty() ? mark : "    ") + style.dim(line));
        }
        return lines.isEmpty() ? List.of(mark + style.dim("(no output)")) : lines;
    }

    private List<String> stateChange(SessionEvent event) {
        String state = event.text("state");
        return state.equals("running")
                ? List.of()
                : List.of(style.dim("  %s: %s".formatted(event.text("tool"), state)));
    }

    private List<String> plan(JsonNode items) {
        var lines = new ArrayList<String>();
        for (JsonNode item : items) {
            String content = Excerpt.line(Excerpt.harmless(item.path("content").asText("")));
            lines.add(
                    switch (item.path("status").asText("")) {
                        case "completed" -> style.good("  ✓ ") + style.dim(content);
                        case "in_progress" -> style.notice("  ▸ ") + content;
                        default -> style.dim("  ○ " + content);
                    });
        }
        return lines;
    }

    /// Each call with its reason and where to look. Who may answer is the server's to say.
    private List<String> approvals(JsonNode calls) {
        var lines = new ArrayList<String>();
        for (JsonNode call : calls) {
            lines.add(
                    style.notice("waits for approval: ")
                            + style.bold(harmless(call, "tool"))
                            + "  "
                            + style.dim(arguments(call.path("arguments"))));
            String reason = Excerpt.line(harmless(call, "reason").replaceAll("\\s+", " ").strip());
            if (!reason.isEmpty()) {
                lines.add("  " + reason);
            }
            String request =
                    "%s.%d".formatted(harmless(call, "tool_call_id"), call.path("round").asInt(1));
            lines.add("  request %s, see: ml-intern approvals show %s".formatted(request, request));
        }
        return lines;
    }

    private static String harmless(JsonNode object, String field) {
        return Excerpt.harmless(object.path(field).asText(""));
    }

    private List<String> error(SessionEvent event) {
        return List.of(style.bad("error: ") + text(event, "error").strip());
    }

    private static String text(SessionEvent event, String field) {
        return Excerpt.harmless(event.text(field));
    }
}
