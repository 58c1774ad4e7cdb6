package io.isinglass.engine.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Names that were mistyped, and the ones that were probably meant. */
final class Names {

    private Names() {}

    static String unknown(String what, String name, Collection<String> known) {
        String hint = nearest(name, known)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse(";");
        return "unknown " + what + " \"" + name + "\"" + hint + " (known: " + String.join(", ", known) + ")";
    }

    private static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(2, candidate.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
