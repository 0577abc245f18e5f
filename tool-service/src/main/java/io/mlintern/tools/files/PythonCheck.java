package io.mlintern.tools.files;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Warns about a Python file that was just written: it is parsed, never run or imported, and nothing
/// is left behind. Without a `python3` there is no opinion on its syntax.
final class PythonCheck {
    private static final String PARSE =
            """
            import sys
            try:
                compile(sys.stdin.buffer.read(), sys.argv[1], "exec", dont_inherit=True)
            except (SyntaxError, ValueError) as e:
                print("line %s: %s" % (getattr(e, "lineno", "?"), getattr(e, "msg", e)))
            """;
    private static final int SECONDS = 10;

    private final Map<String, String> environment;

    /// @param environment a clean one: the checker sees no key
    PythonCheck(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// Remarks to append to an outcome's text; empty when there are none.
    String remarks(Path file, String content) throws InterruptedException {
        if (!file.toString().endsWith(".py")) return "";
        List<String> warnings = syntax(file);
        if (warnings.isEmpty()) warnings = training(content);
        if (warnings.isEmpty()) return "";
        return "\n\nWarnings:\n- " + String.join("\n- ", warnings);
    }

    private List<String> syntax(Path file) throws InterruptedException {
        try {
            var builder = new ProcessBuilder("python3", "-I", "-c", PARSE, file.toString());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.redirectInput(file.toFile()).redirectError(Redirect.to(new File("/dev/null")));
            Process python = builder.start();
            if (!python.waitFor(SECONDS, TimeUnit.SECONDS)) {
                python.destroyForcibly();
                return List.of();
            }
            return said(python).stream().map(said -> "Python syntax error, " + said).toList();
        } catch (IOException _) {
            return List.of(); // no python3 here
        }
    }

    private static List<String> said(Process python) throws IOException {
        byte[] out = python.getInputStream().readAllBytes();
        return new String(out, StandardCharsets.UTF_8).lines().limit(1).toList();
    }

    /// A model that is trained and not pushed is gone with its machine.
    private static List<String> training(String content) {
        boolean trains =
                Stream.of("TrainingArguments", "SFTConfig", "DPOConfig", "GRPOConfig")
                        .anyMatch(content::contains);
        List<String> warnings = new ArrayList<>();
        if (trains && !content.contains("push_to_hub")) {
            warnings.add("the script trains but has no push_to_hub: the model may be lost");
        }
        if (trains && !content.contains("hub_model_id")) {
            warnings.add("the script trains but has no hub_model_id");
        }
        return warnings;
    }
}
