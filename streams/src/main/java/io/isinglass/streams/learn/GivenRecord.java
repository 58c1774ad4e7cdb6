package io.isinglass.streams.learn;

import io.isinglass.engine.field.Values;
import io.isinglass.engine.kernel.Configuration;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.math.Odds;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Proposal;
import io.isinglass.engine.noise.Noise;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A record brought before a model, one after the other: what it comes to, how likely it was, and what may have been where
 * nothing was seen.
 */
final class GivenRecord {

    /*
     * What is missing is drawn given what was seen: from disorder on, each site given the others, again and again. A spin whose
     * neighbours were not all seen is not foreseen by itself, for what was drawn for them has been drawn knowing it.
     */

    /** So many draws of a record with values missing, independent of each other. */
    static final int DRAWS = 4;

    /** So often each missing site is drawn, given the others. */
    private static final int SWEEPS = 16;

    private final Conditional model;
    private final Noise noise;
    private final boolean spins;
    private final boolean exact;
    private final int lanes;
    private final Configuration configuration;
    private double[] seen = new double[0];
    private boolean[] missing = new boolean[0];
    private Optional<double[]> statistics = Optional.empty();
    private int count;
    private Levels levels;
    private double logZ = Double.NaN;

    GivenRecord(Lattice lattice, Conditional model, Noise noise) {
        this.model = model;
        this.noise = noise;
        this.spins = model.values() == Values.SPIN;
        this.exact = lattice.sites() <= Levels.MOST_SITES;
        this.lanes = lattice.bonds() instanceof Graph ? 1 : lattice.colours();
        this.configuration = new Configuration(lattice, model);
    }

    /** Whether the chance of a record can be told, and not only those of its spins given all others. */
    boolean isExact() {
        return exact;
    }

    /** Becomes this one, NaN where nothing was seen; 0 is no spin. */
    void show(double[] values) {
        seen = values;
        statistics = Optional.empty();
        missing = new boolean[seen.length];
        count = 0;
        for (int site = 0; site < seen.length; site++) {
            missing[site] = Double.isNaN(seen[site]) || spins && seen[site] == 0;
            count += missing[site] ? 0 : 1;
        }
    }

    boolean isWhole() {
        return count == seen.length;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Brings it before the model, NaN where nothing was seen. */
    private void hold() {
        double[] values = new double[seen.length];
        for (int site = 0; site < values.length; site++) {
            double value = seen[site] == 0 ? 0 : model.asSeen(seen[site]);
            values[site] = missing[site] ? Double.NaN : value;
        }
        configuration.show(values);
    }

    /** The statistics T of a record that is whole; not to be written to. */
    double[] statistics() {
        if (statistics.isEmpty()) {
            hold();
            statistics = Optional.of(configuration.statistics());
        }
        return statistics.get();
    }

    /** The statistics of draws under these couplings; the record is the one of this number. */
    double[][] drawn(Couplings couplings, long number) {
        hold();
        double[][] drawn = new double[DRAWS][];
        for (int draw = 0; draw < DRAWS; draw++) {
            int first = draw * (1 + SWEEPS) * lanes;
            configuration.disorder(missing, noise.dice(first, number, Noise.LEARNER));
            for (int sweep = 1; sweep <= SWEEPS; sweep++) {
                int lane = first + sweep * lanes;
                configuration.draw(
                        model, missing, couplings, colour -> noise.dice(lane + colour, number, Noise.LEARNER));
            }
            drawn[draw] = configuration.statistics();
        }
        return drawn;
    }

    /** Forgets under which couplings it last told a chance. */
    void turn() {
        logZ = Double.NaN;
    }

    /**
     * −ln p of what was seen, a site, under couplings that are the same since it was last told that they turned; for many sites
     * that of each spin given all others, where these were seen; nothing of reals.
     */
    OptionalDouble loss(Couplings couplings) {
        if (!spins) {
            return OptionalDouble.empty();
        }
        if (!exact) {
            return ofEach(couplings);
        }
        if (levels == null) {
            levels = new Levels(configuration, seen.length);
        }
        if (Double.isNaN(logZ)) {
            logZ = levels.logZ(couplings);
        }
        double held = isWhole() ? Levels.exponent(couplings, statistics()) : levels.logZ(couplings, seen);
        return OptionalDouble.of((logZ - held) / count);
    }

    private OptionalDouble ofEach(Couplings couplings) {
        hold();
        double[] leanings = configuration.leanings((Proposal) model, couplings);
        double sum = 0;
        int told = 0;
        for (int site = 0; site < seen.length; site++) {
            if (!missing[site] && !Double.isNaN(leanings[site])) {
                sum += Odds.at(leanings[site]).surprise(Math.signum(seen[site]));
                told++;
            }
        }
        return told == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / told);
    }
}
