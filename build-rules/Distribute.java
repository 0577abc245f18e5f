import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lays out the distribution: `lib/` with the jars of all modules and what they need, flat.
///
/// `java Distribute.java DIST_FOLDER OWN_JAR CLASS_PATH`. Modules are there without their version as well (`orchestrator.jar`). A
/// jar that changed is replaced by a rename: a server that runs from the earlier one keeps reading the earlier one. Fails when a jar's
/// `Class-Path` names a jar that is not there.
final class Distribute {
    private static final String MODULE_SUFFIX = "-0.1.0-SNAPSHOT.jar";

    public static void main(String[] args) throws IOException {
        Path lib = Files.createDirectories(Path.of(args[0], "lib"));
        List<Path> jars = new ArrayList<>(List.of(Path.of(args[1])));
        for (String element : args[2].split(File.pathSeparator))
            if (element.endsWith(".jar")) jars.add(Path.of(element));
        Set<String> names = new TreeSet<>();
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            names.add(name);
            place(jar, lib.resolve(name));
            if (!name.endsWith(MODULE_SUFFIX)) continue;
            String plain = name.replace(MODULE_SUFFIX, ".jar");
            names.add(plain);
            place(jar, lib.resolve(plain));
        }
        try (Stream<Path> files = Files.list(lib)) {
            for (Path file :
                    files.filter(file -> !names.contains(file.getFileName().toString())).toList())
                Files.delete(file);
        }
        for (Path jar : jars) check(lib.resolve(jar.getFileName()), lib);
    }

    private static void place(Path jar, Path target) throws IOException {
        if (Files.exists(target) && Files.mismatch(jar, target) < 0) return;
        Path draft = target.resolveSibling(target.getFileName() + ".new");
        Files.copy(jar, draft, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
                draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void check(Path jar, Path lib) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            if (file.getManifest() == null || !jar.toString().endsWith(MODULE_SUFFIX)) return;
            String classPath =
                    file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (classPath == null) return;
            String missing =
                    Stream.of(classPath.split(" "))
                            .filter(name -> !name.isBlank() && !Files.exists(lib.resolve(name)))
                            .collect(Collectors.joining(" "));
            if (!missing.isEmpty())
                throw new IOException(jar.getFileName() + " needs what is not in lib: " + missing);
        }
    }
}
