package io.mlintern.local.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The layout's version of a data folder: one number in the file `version`.
///
/// An older folder is migrated step by step at start; a newer one is refused before anything is written to it.
public final class FolderVersion {
    /// A step that lifts a folder from version `index + 1` to the next one; it may be repeated after a crash.
    interface Migration {
        void run(DataFolder folder) throws IOException;
    }

    /// The version that this build writes.
    public static final int CURRENT = 1;

    private static final List<Migration> MIGRATIONS = List.of();

    private FolderVersion() {}

    /// Refuses a folder of a newer version, and leaves it untouched.
    public static void refuseNewer(DataFolder folder) throws IOException {
        int found = read(folder);
        if (found > CURRENT)
            throw new Fatal(
                    Fatal.USAGE,
                    "The data folder %s has version %d; this ML Intern knows versions up to %d. Use the newer ML Intern, or another folder (ML_INTERN_HOME)."
                            .formatted(folder.root(), found, CURRENT));
    }

    /// Lifts the folder to the current version; the caller holds its lock.
    public static void migrate(DataFolder folder) throws IOException {
        refuseNewer(folder);
        int found = read(folder);
        for (int version = Math.max(found, 1); version < CURRENT; version++) {
            MIGRATIONS.get(version - 1).run(folder);
            write(folder, version + 1);
        }
        if (found == 0) write(folder, CURRENT);
    }

    private static void write(DataFolder folder, int version) throws IOException {
        OwnerFile.write(folder.versionFile(), version + "\n");
    }

    /// 0 when there is no version yet.
    private static int read(DataFolder folder) throws IOException {
        Path file = folder.versionFile();
        if (!Files.exists(file)) return 0;
        String text = Files.readString(file).strip();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new Fatal(
                    Fatal.USAGE,
                    "%s is not a version: '%s'. Is this a data folder?".formatted(file, text),
                    notANumber);
        }
    }
}
