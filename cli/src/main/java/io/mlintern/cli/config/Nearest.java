package io.mlintern.cli.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// Finds the word that somebody probably meant: the smallest Levenshtein distance, letter case aside.
final class Nearest {
    private Nearest() {}

    static String of(String word, Collection<String> known) {
        return known.stream()
                .min(
                        Comparator.comparingInt(
                                candidate -> distance(folded(word), folded(candidate))))
                .orElseThrow();
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] row = new int[right.length() + 1];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = row;
        }
        return previous[right.length()];
    }
}
