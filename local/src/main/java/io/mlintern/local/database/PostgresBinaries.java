package io.mlintern.local.database;

import io.mlintern.local.folder.Fatal;
import io.mlintern.local.folder.Folders;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked from the jar of the platform that we run on.
public final class PostgresBinaries {
    private static final Pattern VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)+)\\.jar!");

    private PostgresBinaries() {}

    /// Packaging calls it: unpacks below the given folder.
    public static void main(String[] args) throws IOException {
        unpack(Path.of(args[0]).resolve(folderName()));
    }

    /// `postgresql-18.6.0`: as the folder of this version's programs is called.
    public static String folderName() {
        Matcher version = VERSION.matcher(archive().toString());
        return "postgresql-" + (version.find() ? version.group(1) : "programs");
    }

    /// Puts the programs into `target` unless they are there: taken from the folder `packaged` where that has them, which is
    /// quick, else unpacked. They are the data folder's own, so that a new build does not take them from a living PostgreSQL.
    public static Path provide(Path target, Path packaged) throws IOException {
        if (Files.isRegularFile(target.resolve("bin/postgres"))) return target;
        if (!Files.isRegularFile(packaged.resolve("bin/postgres"))) return unpack(target);
        Path draft = target.resolveSibling(target.getFileName() + ".new");
        Folders.delete(draft);
        Folders.link(packaged, draft);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        return target;
    }

    /// Unpacks into `target` unless that is there. Dying in between leaves a draft folder that the next call removes.
    public static Path unpack(Path target) throws IOException {
        if (Files.isRegularFile(target.resolve("bin/postgres"))) return target;
        Path draft = target.resolveSibling(target.getFileName() + ".new");
        Folders.delete(draft);
        Files.createDirectories(draft);
        try (InputStream archive = archive().openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(
                                new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry())
                if (isNeeded(entry.getName())) write(draft, entry, tar);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        return target;
    }

    private static URL archive() {
        String name = "/postgres-%s-%s.txz".formatted(system(), architecture());
        URL archive = PostgresBinaries.class.getResource(name);
        if (archive == null)
            throw new Fatal(
                    Fatal.UNEXPECTED,
                    "No PostgreSQL for this machine is packaged (%s). Linux on x86_64 is."
                            .formatted(name));
        return archive;
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.contains("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "aarch64", "arm64" -> "arm_64";
            case "amd64", "x86_64" -> "x86_64";
            case String other -> other;
        };
    }

    /// Static libraries are for compiling against PostgreSQL.
    private static boolean isNeeded(String name) {
        return !name.endsWith(".a") && !name.contains("/pkgconfig");
    }

    private static void write(Path root, TarArchiveEntry entry, InputStream content)
            throws IOException {
        Path file = root.resolve(entry.getName()).normalize();
        if (!file.startsWith(root))
            throw new IOException("The archive leaves its folder: " + entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        if (entry.isLink()) {
            Files.copy(root.resolve(entry.getLinkName()).normalize(), file);
            return;
        }
        Files.copy(content, file);
        if ((entry.getMode() & 0100) != 0)
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
