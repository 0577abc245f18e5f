package io.mlintern.tools.workspace;

import java.nio.file.Path;

/// The folder on this machine that a session's tools work in.
public record WorkspaceFolder(Path root) {
    public WorkspaceFolder {
        if (!root.isAbsolute()) throw new IllegalArgumentException("not absolute: " + root);
        root = root.normalize();
    }

    /// Relative paths start at the folder; absolute ones are taken as they are.
    ///
    /// @throws java.nio.file.InvalidPathException for a text that is no path
    public Path resolve(String path) {
        return root.resolve(path).normalize();
    }

    /// Where our own files of this workspace are.
    public StateFolder state() {
        return StateFolder.of(root);
    }
}
