package io.isinglass.engine.lattice;

import io.isinglass.engine.catalog.Refused;
import java.util.Arrays;
import java.util.List;

/**
 * Sites 0 … n − 1 bound pair by pair, each bond with a weight; coloured so that no two sites of one colour are bound.
 *
 * <p>The colouring is the greedy one in the order of the sites: deterministic, two colours for a graph of two layers given
 * layer by layer, n for a complete graph, never more than the largest number of neighbours and one.
 */
public final class Graph implements Bonds {

    /** A bond between two different sites. */
    public record Bond(int one, int other, double weight) {}

    /** The most sites of a graph: one process holds all of it. */
    public static final int MOST_SITES = 1 << 19;

    private final int sites;
    private final int count;
    private final int[] starts;
    private final int[] others;
    private final double[] weights;
    private final int[] bonds;
    private final int[] colours;
    private final int[][] byColour;

    /** A graph; refuses a site out of range, a bond from a site to itself, two bonds of one pair, and a weight not finite. */
    public Graph(int sites, List<Bond> bonds) {
        if (sites < 2 || sites > MOST_SITES) {
            throw new Refused("sites", "a graph must have 2.." + MOST_SITES + " sites, has " + sites);
        }
        if (bonds.isEmpty()) {
            throw new Refused("bonds", "a graph must have a bond");
        }
        this.sites = sites;
        this.count = bonds.size();
        this.starts = new int[sites + 1];
        this.others = new int[2 * count];
        this.weights = new double[2 * count];
        this.bonds = new int[2 * count];
        bonds.forEach(bond -> check(bond, sites));
        link(bonds);
        this.colours = colour();
        int most = Arrays.stream(colours).max().orElse(0) + 1;
        this.byColour = new int[most][];
        for (int colour = 0; colour < most; colour++) {
            byColour[colour] = sitesOf(colour);
        }
    }

    private static void check(Bond bond, int sites) {
        if (Math.min(bond.one(), bond.other()) < 0 || Math.max(bond.one(), bond.other()) >= sites) {
            throw new Refused("bonds", "sites of a bond must be 0.." + (sites - 1) + ", was " + name(bond));
        }
        if (bond.one() == bond.other()) {
            throw new Refused("bonds", "a bond must join two different sites, was " + name(bond));
        }
        if (!Double.isFinite(bond.weight())) {
            throw new Refused("bonds", "the weight of bond " + name(bond) + " must be finite, was " + bond.weight());
        }
    }

    private static String name(Bond bond) {
        return bond.one() + " - " + bond.other();
    }

    /** Lists the neighbours of every site, in the order of their numbers. */
    private void link(List<Bond> list) {
        for (Bond bond : list) {
            starts[bond.one() + 1]++;
            starts[bond.other() + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        int[] filled = Arrays.copyOf(starts, sites);
        List<Bond> sorted = list.stream().sorted(Graph::compare).toList();
        for (int number = 0; number < count; number++) {
            Bond bond = sorted.get(number);
            enter(filled[Math.max(bond.one(), bond.other())]++, Math.min(bond.one(), bond.other()), bond, number);
        }
        for (int number = 0; number < count; number++) {
            Bond bond = sorted.get(number);
            enter(filled[Math.min(bond.one(), bond.other())]++, Math.max(bond.one(), bond.other()), bond, number);
        }
        for (int site = 0; site < sites; site++) {
            for (int k = starts[site] + 1; k < starts[site + 1]; k++) {
                if (others[k] == others[k - 1]) {
                    throw new Refused("bonds", "sites " + site + " and " + others[k] + " are bound twice");
                }
            }
        }
    }

    private static int compare(Bond a, Bond b) {
        int low = Integer.compare(Math.min(a.one(), a.other()), Math.min(b.one(), b.other()));
        return low != 0 ? low : Integer.compare(Math.max(a.one(), a.other()), Math.max(b.one(), b.other()));
    }

    private void enter(int at, int other, Bond bond, int number) {
        others[at] = other;
        weights[at] = bond.weight();
        bonds[at] = number;
    }

    private int[] colour() {
        int[] given = new int[sites];
        Arrays.fill(given, -1);
        int[] usedBy = new int[sites];
        Arrays.fill(usedBy, -1);
        for (int site = 0; site < sites; site++) {
            for (int k = starts[site]; k < starts[site + 1]; k++) {
                if (given[others[k]] >= 0) {
                    usedBy[given[others[k]]] = site;
                }
            }
            while (usedBy[given[site] + 1] == site) {
                given[site]++;
            }
            given[site]++;
        }
        return given;
    }

    private int[] sitesOf(int colour) {
        int[] all = new int[sites];
        int found = 0;
        for (int site = 0; site < sites; site++) {
            if (colours[site] == colour) {
                all[found++] = site;
            }
        }
        return Arrays.copyOf(all, found);
    }

    public int sites() {
        return sites;
    }

    /** The number of bonds. */
    public int count() {
        return count;
    }

    public int colours() {
        return byColour.length;
    }

    public int colour(int site) {
        return colours[site];
    }

    /** The sites of a colour, in order. The array is never written to. */
    public int[] sites(int colour) {
        return byColour[colour];
    }

    /** Where the neighbours of a site begin among {@link #others}; those of the next site begin where they end. */
    public int start(int site) {
        return starts[site];
    }

    public int neighbours(int site) {
        return starts[site + 1] - starts[site];
    }

    /** The sum of the sizes of the weights of a site's bonds. */
    public double strength(int site) {
        double sum = 0;
        for (int k = starts[site]; k < starts[site + 1]; k++) {
            sum += Math.abs(weights[k]);
        }
        return sum;
    }

    /** The neighbours of all sites, site by site, each site's in the order of their numbers. The array is never written to. */
    public int[] others() {
        return others;
    }

    /**
     * The number of the bond to entry {@code at} of {@link #others}: bonds count from 0 by their lower site, then by their
     * higher one.
     */
    public int bond(int at) {
        return bonds[at];
    }

    /** The weights of the bonds to {@link #others}. The array is never written to. */
    public double[] weights() {
        return weights;
    }
}
