package io.mlintern.protocol;

import java.util.Optional;

/// What a session is opened with.
///
/// @param owner the user that it belongs to
/// @param maxIterations model calls in one turn; negative: no limit
/// @param attended whether a person is there to be asked; false for headless calls
public record SessionSettings(
        String owner,
        ModelId model,
        Optional<String> title,
        Workspace workspace,
        int maxIterations,
        boolean stream,
        boolean attended,
        Optional<String> effort) {

    /// Upstream's default (agent core, constants).
    public static final int DEFAULT_MAX_ITERATIONS = 300;

    public SessionSettings withModel(ModelId other) {
        return new SessionSettings(
                owner, other, title, workspace, maxIterations, stream, attended, effort);
    }

    public SessionSettings withTitle(String other) {
        return new SessionSettings(
                owner,
                model,
                Optional.of(other),
                workspace,
                maxIterations,
                stream,
                attended,
                effort);
    }

    public SessionSettings withEffort(String other) {
        return new SessionSettings(
                owner,
                model,
                title,
                workspace,
                maxIterations,
                stream,
                attended,
                Optional.of(other));
    }
}
