package io.isinglass.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** The word that was probably meant. */
final class Nearest {

    private Nearest() {}

    /** The closest of the allowed words, if at most a third of its letters are wrong; two letters swapped count as one. */
    static Optional<String> to(String word, Collection<String> allowed) {
        return allowed.stream()
                .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** {@code "; did you mean …?"}, or nothing. */
    static String hint(String word, Collection<String> allowed) {
        return to(word, allowed)
                .map(meant -> "; did you mean \"" + meant + "\"?")
                .orElse("");
    }

    private static int distance(String word, String candidate) {
        String lower = word.toLowerCase(Locale.ROOT);
        int limit = candidate.length();
        int found = new DamerauLevenshteinDistance(limit).apply(lower, candidate.toLowerCase(Locale.ROOT));
        return found < 0 ? limit + 1 : found;
    }
}
