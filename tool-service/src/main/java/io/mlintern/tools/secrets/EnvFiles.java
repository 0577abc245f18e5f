package io.mlintern.tools.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The secrets that stand in the `.env` files of a workspace, however a command may print them.
final class EnvFiles {
    private static final long LARGEST = 256 * 1024;
    private static final Pattern LINE =
            Pattern.compile("^\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*?)\\s*$");
    private static final Pattern SECRET_NAME =
            Pattern.compile(
                    "TOKEN|KEY|SECRET|PASS|PWD|CREDENTIAL|AUTH|DSN|PRIVATE|DATABASE_URL",
                    Pattern.CASE_INSENSITIVE);

    private EnvFiles() {}

    /// Those of the folder itself; one that cannot be read hides nothing that a command could show.
    static List<String> secrets(Path folder) {
        List<String> secrets = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, ".env*")) {
            for (Path file : files) read(file, secrets);
        } catch (IOException _) {
            return secrets;
        }
        return secrets;
    }

    private static void read(Path file, List<String> secrets) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) return;
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> add(line, secrets));
    }

    private static void add(Matcher line, List<String> secrets) {
        String value = line.group(2);
        boolean quoted = value.length() > 1 && value.matches("(?s)(['\"]).*\\1");
        if (SECRET_NAME.matcher(line.group(1)).find()) {
            secrets.add(quoted ? value.substring(1, value.length() - 1) : value);
        }
    }
}
