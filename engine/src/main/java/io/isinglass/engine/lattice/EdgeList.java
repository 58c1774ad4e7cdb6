package io.isinglass.engine.lattice;

import io.isinglass.engine.catalog.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph as text: the numbers of sites and bonds, then a line "i j weight" for each bond; sites count from 1. A bond
 * without a weight has 1, empty lines count for nothing. It is the form of the Gset (Rinaldi's {@code rudy}).
 */
final class EdgeList {

    private final String file;
    private final List<Graph.Bond> bonds = new ArrayList<>();
    private final Set<Long> bound = new HashSet<>();
    private int line;
    private int sites = -1;
    private int count;

    private EdgeList(String file) {
        this.file = file;
    }

    /** Reads a graph; refuses what is wrong in it by file and line. */
    static Graph read(String file, String text) {
        EdgeList list = new EdgeList(file);
        text.lines().forEach(list::take);
        if (list.sites < 0 || list.bonds.size() != list.count) {
            throw list.refused("there must be " + list.count + " bonds, are " + list.bonds.size());
        }
        return new Graph(list.sites, list.bonds);
    }

    private void take(String text) {
        line++;
        if (text.isBlank()) {
            return;
        }
        String[] words = text.strip().split("\\s+");
        if (sites < 0) {
            takeHead(words, text);
        } else {
            takeBond(words, text);
        }
    }

    private void takeHead(String[] words, String text) {
        if (words.length != 2) {
            throw refused("must be \"sites bonds\", was \"" + text.strip() + "\"");
        }
        sites = whole(words[0], "the number of sites", 2, Graph.MOST_SITES);
        count = whole(words[1], "the number of bonds", 1, Generators.MOST_BONDS);
    }

    private void takeBond(String[] words, String text) {
        if (words.length < 2 || words.length > 3) {
            throw refused("must be \"site site weight\", was \"" + text.strip() + "\"");
        }
        int one = whole(words[0], "a site", 1, sites) - 1;
        int other = whole(words[1], "a site", 1, sites) - 1;
        if (one == other) {
            throw refused("a bond must join two different sites, was " + text.strip());
        }
        if (!bound.add((long) Math.min(one, other) << 32 | Math.max(one, other))) {
            throw refused("these sites are bound already: " + text.strip());
        }
        if (bonds.size() == count) {
            throw refused("there must be " + count + " bonds, this is one more");
        }
        bonds.add(new Graph.Bond(one, other, words.length == 2 ? 1 : weight(words[2])));
    }

    private int whole(String word, String what, int least, int most) {
        try {
            int number = Integer.parseInt(word);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Refused below, as a number out of range is.
        }
        throw refused(what + " must be " + least + ".." + most + ", was " + word);
    }

    private double weight(String word) {
        try {
            double weight = Double.parseDouble(word);
            if (Double.isFinite(weight)) {
                return weight;
            }
        } catch (NumberFormatException _) {
            // Refused below, as one that is not finite is.
        }
        throw refused("a weight must be a finite number, was " + word);
    }

    private Refused refused(String why) {
        return new Refused("bonds.options.file", file + ", line " + line + ": " + why);
    }
}
