package io.mlintern.orchestrator.api;

import io.mlintern.protocol.ModelId;
import java.util.Set;

/// Members that several requests share: model, effort, title.
final class SessionTexts {
    private static final int LONGEST_TITLE = 200;

    /// Upstream's preferences, and its `off`.
    private static final Set<String> EFFORTS =
            Set.of("off", "minimal", "low", "medium", "high", "xhigh", "max");

    private SessionTexts() {}

    static ModelId model(String id) {
        return ModelIds.read(id)
                .orElseThrow(
                        () ->
                                Refusal.of(
                                        422,
                                        "unknown_model",
                                        "model is none that can be routed: " + ModelIds.EXPECTED));
    }

    static String effort(String effort) {
        if (!EFFORTS.contains(effort)) {
            throw Refusal.invalid(
                    "effort must be one of off, minimal, low, medium, high, xhigh, max");
        }
        return effort;
    }

    static String title(String title) {
        if (title.isBlank() || title.length() > LONGEST_TITLE) {
            throw Refusal.invalid("title must have 1 to " + LONGEST_TITLE + " characters");
        }
        return title.strip();
    }
}
