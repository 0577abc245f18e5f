import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes down how a module's main classes are run from a checkout: the first line is a JVM, the second a class path.
///
/// `java LaunchFile.java FILE CLASS_PATH`, by the JVM that is to run them.
final class LaunchFile {
    public static void main(String[] args) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.writeString(Path.of(args[0]), java + "\n" + args[1] + "\n");
    }
}
