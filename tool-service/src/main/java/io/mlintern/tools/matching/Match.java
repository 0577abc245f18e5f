package io.mlintern.tools.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A place in a text where what was asked for stands, and how a new text has to look there.
///
/// @param start first character of the place
/// @param end the character after it
/// @param indentation how indentation is carried over; empty when it is not known how
/// @param wholeFirstLine the place begins with its line, so the first new line is indented as well
record Match(int start, int end, Optional<Indentation> indentation, boolean wholeFirstLine) {
    static Match verbatim(View.Span span) {
        return new Match(span.start(), span.end(), Indentation.learn(List.of(), List.of()), false);
    }

    /// A place whose indentation differs from the one asked for.
    static Match indented(String text, View.Span span, String wanted) {
        int lineStart = lineStart(text, span.start());
        boolean startsLine = text.substring(lineStart, span.start()).isBlank();
        int start = startsLine ? lineStart : span.start();
        List<String> wantedLines = lines(wanted);
        List<String> foundLines = lines(text.substring(start, span.end()));
        var rest = learnFrom(1, wantedLines, foundLines);
        if (!startsLine || continuesLine(wantedLines, rest)) {
            return new Match(span.start(), span.end(), rest, false);
        }
        return new Match(start, span.end(), learnFrom(0, wantedLines, foundLines), true);
    }

    /// Asked for from the middle of a line on, with the other lines indented as they are.
    private static boolean continuesLine(List<String> wanted, Optional<Indentation> rest) {
        boolean hasRest = wanted.stream().skip(1).anyMatch(line -> !line.isBlank());
        return hasRest
                && Indentation.of(wanted.getFirst()).isEmpty()
                && rest.filter(Indentation::changesNothing).isPresent();
    }

    private static Optional<Indentation> learnFrom(
            int first, List<String> wanted, List<String> found) {
        return Indentation.learn(
                wanted.subList(first, wanted.size()), found.subList(first, found.size()));
    }

    /// The new text, indented for this place.
    ///
    /// @param fromStart it begins where the place begins, not behind it
    Optional<String> fit(String replacement, boolean fromStart) {
        if (indentation.isEmpty()) {
            return replacement.isEmpty() ? Optional.of(replacement) : Optional.empty();
        }
        List<String> fitted = new ArrayList<>();
        for (String line : lines(replacement)) {
            boolean asIs = fitted.isEmpty() && !(wholeFirstLine && fromStart);
            var carried = asIs ? Optional.of(line) : indentation.get().carryOver(line);
            if (carried.isEmpty()) return Optional.empty();
            fitted.add(carried.get());
        }
        return Optional.of(String.join("\n", fitted));
    }

    private static int lineStart(String text, int index) {
        return index == 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1;
    }

    private static List<String> lines(String text) {
        return Arrays.asList(text.split("\n", -1));
    }
}
