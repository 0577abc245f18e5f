package io.mlintern.tools.worker;

import io.mlintern.protocol.Workspace;
import io.mlintern.tools.workspace.WorkspaceFolder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the place that a call works in.
///
/// @param local whether this is a person's own server, whose sessions may work in its folders
public record Workspaces(boolean local) {

    sealed interface Found {
        record Folder(WorkspaceFolder folder) implements Found {}

        record Nowhere(String reason) implements Found {}
    }

    Found find(Workspace workspace) {
        return switch (workspace.kind()) {
            case LOCAL -> local ? folder(workspace.path()) : new Found.Nowhere(NOT_LOCAL);
            case KUBERNETES, HF_SPACE ->
                    new Found.Nowhere(
                            "Workspaces of kind "
                                    + workspace.kind().wireName()
                                    + " are not available on this server.");
        };
    }

    private static final String NOT_LOCAL =
            "Only a local server works in folders of its machine; this one is not.";

    private static Found folder(Optional<String> path) {
        try {
            Optional<Path> folder = path.map(Path::of).filter(Path::isAbsolute);
            if (folder.isEmpty()) return new Found.Nowhere("The workspace names no folder.");
            if (!Files.isDirectory(folder.get())) {
                return new Found.Nowhere(
                        "The workspace's folder " + folder.get() + " does not exist.");
            }
            return new Found.Folder(new WorkspaceFolder(folder.get()));
        } catch (InvalidPathException _) {
            return new Found.Nowhere("The workspace's path is none.");
        }
    }
}
