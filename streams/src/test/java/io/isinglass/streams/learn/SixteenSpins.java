package io.isinglass.streams.learn;

import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The Ising model at K on a torus of 4 x 4 sites, state by state: whole states can be drawn, each by its chance. */
record SixteenSpins(double k, double[] cumulative) {

    private static final int SITES = 16;
    private static final int BONDS = 32;

    /** The torus as a graph, which has fast kernels for many chains of it. */
    static final Lattice TORUS = torus();

    /** How many states have a bond sum, counted from its least value. */
    private static final long[] STATES = states();

    SixteenSpins(double k) {
        this(k, cumulative(k));
    }

    private static Lattice torus() {
        List<Graph.Bond> bonds = new ArrayList<>();
        for (int site = 0; site < SITES; site++) {
            bonds.add(new Graph.Bond(site, right(site), 1));
            bonds.add(new Graph.Bond(site, down(site), 1));
        }
        return new Lattice(1, 1, SITES, Boundary.OPEN, new Graph(SITES, bonds));
    }

    private static int right(int site) {
        return site / 4 * 4 + (site + 1) % 4;
    }

    private static int down(int site) {
        return (site + 4) % SITES;
    }

    private static int spin(int state, int site) {
        return (state >> site & 1) * 2 - 1;
    }

    static double[] spins(int state) {
        double[] spins = new double[SITES];
        for (int site = 0; site < SITES; site++) {
            spins[site] = spin(state, site);
        }
        return spins;
    }

    static int bonds(int state) {
        int sum = 0;
        for (int site = 0; site < SITES; site++) {
            sum += spin(state, site) * (spin(state, right(site)) + spin(state, down(site)));
        }
        return sum;
    }

    private static long[] states() {
        long[] states = new long[2 * BONDS + 1];
        for (int state = 0; state < 1 << SITES; state++) {
            states[bonds(state) + BONDS]++;
        }
        return states;
    }

    private static double[] cumulative(double k) {
        double[] cumulative = new double[1 << SITES];
        double sum = 0;
        for (int state = 0; state < cumulative.length; state++) {
            sum += Math.exp(k * bonds(state));
            cumulative[state] = sum;
        }
        return cumulative;
    }

    int draw(SplittableRandom lot) {
        int found = Arrays.binarySearch(cumulative, lot.nextDouble() * cumulative[cumulative.length - 1]);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** −⟨ln p⟩ of a state. */
    double entropy() {
        return Math.log(moment(k, 0)) - k * moment(k, 1) / moment(k, 0);
    }

    /** The K under which records with this mean bond sum are most likely: ⟨E⟩ is what was seen (Newton). */
    static double mostLikely(double seen) {
        double k = 0.4;
        for (int step = 0; step < 20; step++) {
            double mean = moment(k, 1) / moment(k, 0);
            k += (seen - mean) / (moment(k, 2) / moment(k, 0) - mean * mean);
        }
        return k;
    }

    private static double moment(double k, int power) {
        double sum = 0;
        for (int bonds = -BONDS; bonds <= BONDS; bonds++) {
            sum += STATES[bonds + BONDS] * Math.pow(bonds, power) * Math.exp(k * bonds);
        }
        return sum;
    }
}
