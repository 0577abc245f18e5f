package io.mlintern.cli.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a `.env` file: `NAME=value`, also with `export`, quotes and comments.
///
/// In double quotes `\n`, `\t`, `\"` and `\\` are escapes; in single quotes nothing is. Nothing is substituted. A line that
/// is no assignment is passed over, because the file may belong to another program.
final class Dotenv {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
    private static final Pattern DOUBLE_QUOTED =
            Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?");
    private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s+)#.*$");

    private Dotenv() {}

    /// An absent or unreadable file has no variables.
    static Map<String, String> read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return Map.of();
            }
            return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Map.of();
        }
    }

    static Map<String, String> parse(String text) {
        var variables = new LinkedHashMap<String, String>();
        for (String line : text.lines().toList()) {
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (assignment.matches()) {
                variables.put(assignment.group(1), value(assignment.group(2).strip()));
            }
        }
        return variables;
    }

    private static String value(String raw) {
        Matcher quoted = DOUBLE_QUOTED.matcher(raw);
        if (quoted.matches()) {
            return unescape(quoted.group(1));
        }
        Matcher literal = SINGLE_QUOTED.matcher(raw);
        if (literal.matches()) {
            return literal.group(1);
        }
        return COMMENT.matcher(raw).replaceFirst("").strip();
    }

    private static String unescape(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                plain.append(
                        switch (next) {
                            case 'n' -> "\n";
                            case 't' -> "\t";
                            case 'r' -> "\r";
                            case '"', '\\', '$' -> String.valueOf(next);
                            default -> "\\" + next;
                        });
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
