package io.mlintern.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SessionSettings;
import io.mlintern.protocol.Workspace;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads what a session is to be opened with.
///
/// @param defaultModel for requests that name none
/// @param local whether this is a person's own server, where folders of this machine may be worked in
/// @param workspaces where sessions that name no folder get one each
record SessionRequest(ModelId defaultModel, boolean local, Optional<Path> workspaces) {

    /// @param fromLoopback whether the request came from this machine
    SessionSettings read(ObjectNode body, String owner, SessionId id, boolean fromLoopback) {
        var members = new Members(body, "");
        return new SessionSettings(
                owner,
                members.text("model").map(SessionTexts::model).orElse(defaultModel),
                members.text("title").map(SessionTexts::title),
                members.object("workspace")
                        .map(it -> workspace(it, id, fromLoopback))
                        .orElseGet(() -> defaultWorkspace(id)),
                maxIterations(members),
                members.flag("stream").orElse(true),
                members.flag("attended").orElse(true),
                members.text("effort").map(SessionTexts::effort));
    }

    private static int maxIterations(Members members) {
        int number =
                members.integer("max_iterations").orElse(SessionSettings.DEFAULT_MAX_ITERATIONS);
        if (number == 0) {
            throw members.wrong(
                    "max_iterations", "a number of model calls, or negative for no limit");
        }
        return number;
    }

    private Workspace workspace(Members members, SessionId id, boolean fromLoopback) {
        return switch (kind(members)) {
            case LOCAL -> {
                if (!local || !fromLoopback) {
                    throw Refusal.of(
                            422,
                            "not_available",
                            "a local workspace is for a server on the same machine only");
                }
                yield members.text("path")
                        .map(path -> folder(members, path))
                        .orElseGet(() -> defaultWorkspace(id));
            }
            case KUBERNETES, HF_SPACE ->
                    throw Refusal.of(
                            422, "not_available", "this server has no workspaces of that kind yet");
        };
    }

    private static Workspace.Kind kind(Members members) {
        try {
            return Workspace.Kind.of(members.requiredText("kind"));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("workspace.kind: " + e.getMessage());
        }
    }

    private static Workspace folder(Members members, String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute() && Files.isDirectory(path)) {
                return new Workspace(
                        Workspace.Kind.LOCAL, Optional.of(path.normalize().toString()));
            }
        } catch (InvalidPathException _) {
            // refused below like any other path that is no folder
        }
        throw members.wrong("path", "the absolute path of a folder that exists");
    }

    private Workspace defaultWorkspace(SessionId id) {
        if (!local) {
            return new Workspace(Workspace.Kind.KUBERNETES, Optional.empty());
        }
        Path folder =
                workspaces
                        .map(parent -> parent.resolve(id.value()))
                        .orElseThrow(() -> Refusal.invalid("workspace.path is needed"));
        return new Workspace(Workspace.Kind.LOCAL, Optional.of(folder.toString()));
    }
}
