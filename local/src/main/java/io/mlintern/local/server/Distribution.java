package io.mlintern.local.server;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder that this program was installed into: `lib/` with all jars, PostgreSQL's programs and the JVMs' caches beside it.
public final class Distribution {
    private Distribution() {}

    /// The jar or folder that this class came from.
    private static Path ours() {
        try {
            return Path.of(
                    Distribution.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException notAFile) {
            throw new IllegalStateException(notAFile);
        }
    }

    /// The folder of all jars; in a development run, where classes lie in a folder, the one that packaging would make.
    public static Path lib() {
        Path ours = ours();
        return Files.isDirectory(ours)
                ? ours.resolveSibling("dist").resolve("lib")
                : ours.getParent();
    }

    /// The folder around `lib`.
    public static Path root() {
        return lib().resolveSibling(".").normalize();
    }

    /// What a JVM needs to run a main class of the module `local`.
    public static String classPath() {
        Path ours = ours();
        return Files.isDirectory(ours) ? System.getProperty("java.class.path") : ours.toString();
    }

    public static String version() {
        String version = Distribution.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
