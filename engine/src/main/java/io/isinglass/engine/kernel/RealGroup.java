package io.isinglass.engine.kernel;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.math.VectorUnit;
import io.isinglass.engine.measure.PatchSum;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Dice;
import java.util.Arrays;
import java.util.stream.Stream;

/** A group on a graph with real weights: a double a spin, +1 or −1, the lanes of a site side by side. */
final class RealGroup extends Group {

    /*
     * No exponential is taken for most spins. A first digit b drawn is below the chance for certain if the argument lies
     * above that of chance (b + 1)/256, and is not if it lies below that of b/256; the margin is by orders of magnitude
     * wider than the errors of the elementary functions. What lies between, one spin of 256, is settled by the clear
     * form's own steps.
     */

    private static final int DIGITS = 256;
    private static final double MARGIN = 1e-9;
    private static final int WIDEST = 8;

    private final int sites;
    private final int lanes;
    private final Rule rule;
    private final Graph graph;
    private final RealBonds bonds;
    private final RealBonds lower;
    private final double[] spins;
    private final double[] pulls;
    private final double[] sure = new double[DIGITS];
    private final double[] never = new double[DIGITS];
    private final long[] ups;
    private final PatchSum[] sums;
    private final boolean[] isFull;

    RealGroup(Graph graph, Rule rule, int chains) {
        this.sites = graph.sites();
        this.lanes = (chains + WIDEST - 1) / WIDEST * WIDEST;
        this.rule = rule;
        this.graph = graph;
        this.bonds = RealBonds.all(graph);
        this.lower = RealBonds.lower(graph);
        this.spins = new double[Math.multiplyExact(sites, lanes)];
        this.pulls = new double[lanes];
        this.ups = new long[lanes];
        this.sums = Stream.generate(PatchSum::new).limit(lanes).toArray(PatchSum[]::new);
        this.isFull = new boolean[lanes];
        Arrays.fill(spins, -1);
        for (int digit = 0; digit < DIGITS; digit++) {
            never[digit] = rule.inverse((double) digit / DIGITS) - MARGIN;
            sure[digit] = rule.inverse((digit + 1.0) / DIGITS) + MARGIN;
        }
    }

    @Override
    boolean isUp(int site, int lane) {
        return spins[site * lanes + lane] > 0;
    }

    @Override
    void set(int site, int lane, boolean up) {
        spins[site * lanes + lane] = up ? 1 : -1;
    }

    @Override
    void move(Dice dice, int colour) {
        dice.group();
        for (int site : graph.sites(colour)) {
            pull(bonds, site);
            for (int first = 0; first < lanes; first += Long.BYTES) {
                long drawn = dice.digits(site, 0, first / Long.BYTES);
                for (int lane = first; lane < first + Long.BYTES; lane++, drawn >>>= Byte.SIZE) {
                    if ((taken() >>> lane & 1) != 0) {
                        move(dice, site, lane, (int) drawn & DIGITS - 1);
                    }
                }
            }
        }
    }

    private void move(Dice dice, int site, int lane, int drawn) {
        Couplings own = couplings(lane);
        double now = spins[site * lanes + lane];
        double field = Math.fma(own.at(Ising.BOND), pulls[lane], own.at(Ising.FIELD));
        double argument = rule.argument(field, now);
        boolean event = argument >= sure[drawn];
        if (!event && !(argument < never[drawn])) {
            event = dice.belowInGroup(site, lane, rule.chance(argument));
        }
        spins[site * lanes + lane] = rule.next(now, event);
    }

    private void pull(RealBonds among, int site) {
        if (VectorUnit.isPresent()) {
            RealLanes.pull(among, site, spins, lanes, pulls);
            return;
        }
        Arrays.fill(pulls, 0);
        for (int bond = among.starts()[site]; bond < among.starts()[site + 1]; bond++) {
            int first = among.others()[bond] * lanes;
            double weight = among.weights()[bond];
            for (int lane = 0; lane < lanes; lane++) {
                pulls[lane] = Math.fma(weight, spins[first + lane], pulls[lane]);
            }
        }
    }

    @Override
    void measure() {
        Arrays.fill(ups, 0);
        for (int lane = 0; lane < lanes; lane++) {
            sums[lane] = isFull[lane] ? new PatchSum() : sums[lane];
            isFull[lane] = true;
        }
        for (int site = 0; site < sites; site++) {
            pull(lower, site);
            for (int lane = 0; lane < lanes; lane++) {
                double spin = spins[site * lanes + lane];
                sums[lane].add(spin * pulls[lane]);
                ups[lane] += spin > 0 ? 1 : 0;
            }
        }
    }

    @Override
    void drain(int lane, Series series, int row) {
        sums[lane].drain(series, row, Ising.BOND);
        isFull[lane] = false;
        series.add(row, Ising.FIELD, 2.0 * ups[lane] - sites);
    }
}
