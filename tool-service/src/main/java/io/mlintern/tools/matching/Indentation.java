package io.mlintern.tools.matching;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the indentation that was asked for maps to the one that the file has, so that the text which
/// replaces it can be carried over. Learned from the lines that matched; lines that contradict each
/// other teach nothing.
final class Indentation {
    private final Map<String, String> learned;

    private Indentation(Map<String, String> learned) {
        this.learned = learned;
    }

    /// @param wanted the lines that were asked for
    /// @param found the lines of the file that they matched, one for one
    /// @return empty when one indentation would map to two
    static Optional<Indentation> learn(List<String> wanted, List<String> found) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).isBlank()) continue;
            String was = map.putIfAbsent(of(wanted.get(i)), of(found.get(i)));
            if (was != null && !was.equals(of(found.get(i)))) return Optional.empty();
        }
        return Optional.of(new Indentation(map));
    }

    boolean changesNothing() {
        return learned.entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()));
    }

    /// The line as the file would indent it; empty when what was learned does not say.
    Optional<String> carryOver(String line) {
        if (line.isBlank() || learned.isEmpty()) return Optional.of(line);
        String indent = of(line);
        return map(indent).map(mapped -> mapped + line.substring(indent.length()));
    }

    private Optional<String> map(String indent) {
        if (learned.containsKey(indent)) return Optional.of(learned.get(indent));
        return deeper(indent).or(() -> shallower(indent));
    }

    private Optional<String> deeper(String indent) {
        return learned.keySet().stream()
                .filter(indent::startsWith)
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .map(known -> learned.get(known) + inFileUnits(indent.substring(known.length())));
    }

    private Optional<String> shallower(String indent) {
        return learned.entrySet().stream()
                .filter(known -> known.getKey().startsWith(indent))
                .min((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
                .flatMap(
                        known -> {
                            String rest = inFileUnits(known.getKey().substring(indent.length()));
                            String file = known.getValue();
                            return file.endsWith(rest)
                                    ? Optional.of(file.substring(0, file.length() - rest.length()))
                                    : Optional.empty();
                        });
    }

    /// Blanks become tabs where the file has tabs in their place.
    private String inFileUnits(String blanks) {
        int width = blanksForOneTab();
        if (width == 0 || !blanks.chars().allMatch(c -> c == ' ')) return blanks;
        return "\t".repeat(blanks.length() / width) + " ".repeat(blanks.length() % width);
    }

    private int blanksForOneTab() {
        for (var known : learned.entrySet()) {
            int blanks = known.getKey().length();
            int tabs = known.getValue().length();
            boolean converts =
                    blanks > 0
                            && tabs > 0
                            && known.getKey().chars().allMatch(c -> c == ' ')
                            && known.getValue().chars().allMatch(c -> c == '\t');
            if (converts && blanks % tabs == 0) return blanks / tabs;
        }
        return 0;
    }

    static String of(String line) {
        int end = 0;
        while (end < line.length() && View.blank(line.charAt(end))) end++;
        return line.substring(0, end);
    }
}
