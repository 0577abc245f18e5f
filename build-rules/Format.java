import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Checks or rewrites the layout of every Java file below the current folder.
///
/// `java -cp google-java-format.jar build-rules/Format.java check|write`; exit code 1 when a file is
/// not in the project's layout.
final class Format {
    public static void main(String[] args) throws Exception {
        boolean write = args.length > 0 && args[0].equals("write");
        var formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .formatJavadoc(false)
                                .build());
        List<Path> bad = new ArrayList<>();
        for (Path file : sources()) {
            String before = Files.readString(file);
            String after = formatter.formatSource(RemoveUnusedImports.removeUnusedImports(before));
            if (!after.equals(before)) {
                bad.add(file);
                if (write) Files.writeString(file, after);
            }
        }
        if (write || bad.isEmpty()) return;
        bad.forEach(file -> System.err.println("not formatted: " + file));
        System.err.println("run: mvn -N validate -Dformat=write");
        System.exit(1);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> tree = Files.walk(Path.of("."))) {
            return tree.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
