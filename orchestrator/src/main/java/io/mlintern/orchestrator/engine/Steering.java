package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.PlanItem;
import io.mlintern.protocol.ToolName;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the engine tells the model in the user's role. Clients hide texts that begin with `[SYSTEM:`.
final class Steering {
    private static final int ITEMS_NAMED = 4;
    private static final int ITEM_SHOWN_BYTES = 200;

    private Steering() {}

    static String cut(String tools) {
        return """
        [SYSTEM: OUTPUT CUT] Your answer reached the output limit, so these calls were lost and did not run: %s. \
        Sending the same large content again would be cut again. For a file, write it in parts: a shell heredoc, or a \
        small first version followed by several edits. For other tools, make the arguments shorter."""
                .formatted(tools.isEmpty() ? "(unnamed)" : tools);
    }

    static String tooLarge() {
        return """
        [SYSTEM: TOO MUCH AT ONCE] One answer may hold %d tool calls and %d KiB of arguments; yours held more, and none of \
        its calls was run. Send fewer calls, or smaller ones, one after the other."""
                .formatted(Bounds.CALLS, Bounds.ARGUMENTS_BYTES / 1024);
    }

    static String unfinished(SessionState state) {
        List<PlanItem> open =
                state.plan().stream()
                        .filter(item -> item.status() != PlanItem.Status.COMPLETED)
                        .toList();
        String named =
                open.stream()
                        .limit(ITEMS_NAMED)
                        .map(
                                item ->
                                        item.id()
                                                + ". "
                                                + Bounds.start(item.content(), ITEM_SHOWN_BYTES)
                                                + " ["
                                                + item.status().name().toLowerCase(Locale.ROOT)
                                                + "]")
                        .collect(Collectors.joining("; "));
        int more = open.size() - ITEMS_NAMED;
        return """
        [SYSTEM: CONTINUATION GUARD] You answered without calling a tool while the plan is unfinished: %s%s. \
        Go on with the work: your next answer has to call a tool. If something really stands in the way, show it with a \
        tool first, or bring the plan up to date."""
                .formatted(named, more > 0 ? "; and " + more + " more" : "");
    }

    static String malformed(ToolName tool) {
        return """
        [SYSTEM: MALFORMED ARGUMENTS] The arguments of %s could not be read as a JSON object several times in a row. \
        Do not send that shape again. Send smaller, valid JSON; write large files by a shell heredoc or in several steps."""
                .formatted(tool);
    }
}
