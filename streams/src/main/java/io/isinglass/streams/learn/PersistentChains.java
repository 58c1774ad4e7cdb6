package io.isinglass.streams.learn;

import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.noise.Dice;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The chains of a network of two layers that are swept on while it learns. Each may be a ladder, from sites that are alone up to the
 * network itself, on which neighbours exchange after every sweep, so that a chain leaves a mode that it would not get out of.
 *
 * <p>Desjardins, Courville, Bengio, Vincent, Delalleau: Tempered Markov chain Monte Carlo for training of restricted
 * Boltzmann machines (2010); Cho, Raiko, Ilin: Parallel tempering is efficient for learning restricted Boltzmann machines (2010).
 */
final class PersistentChains implements Memory {

    /*
     * Between the two ends couplings are mixed, as those of annealed importance sampling are, so exponents are linear in the
     * factor, and what an exchange asks for is how much larger that of a state is in the network than among sites alone.
     * Even and odd pairs take turns. Between epochs the ladder turns, so that all pairs exchange alike often.
     *
     * The coldest rung has the rows of numbers that a chain without a ladder has, so that a ladder of one rung is such a chain;
     * those of the hotter rungs come behind, and then the lots of the exchanges.
     */

    /** Chances of a pair that must be in before the ladder turns: fewer say too little of where it is too wide. */
    private static final long ENOUGH = 200;

    private final int chains;
    private final int rungs;
    private final Chance chance;
    private final double[][][] visible;
    private final double[][][] hidden;
    private final double[][] accepted;
    private Ladder ladder;
    private long sweeps;

    /** So many chains of a network of this shape, each on a ladder of so many rungs. */
    PersistentChains(TwoLayers.Shape shape, int chains, int rungs, Chance chance) {
        this.chains = chains;
        this.rungs = rungs;
        this.chance = chance;
        this.visible = new double[rungs][chains][shape.visibleSites()];
        this.hidden = new double[rungs][chains][shape.hiddenSites()];
        this.accepted = new double[chains][rungs - 1];
        this.ladder = Ladder.even(0, 1, rungs);
    }

    /** The visible layers of the chains under the network itself. */
    double[][] visible() {
        return visible[rungs - 1];
    }

    /** Their hidden layers, as last drawn. */
    double[][] hidden() {
        return hidden[rungs - 1];
    }

    /** Begins with chains that are independent: the sites are {@code apart}. */
    void begin(TwoLayers apart) {
        Dice up = chance.dice(Chance.Use.HIDDEN, 0);
        Dice down = chance.dice(Chance.Use.VISIBLE, 0);
        for (int rung = 0; rung < rungs; rung++) {
            sweep(apart, rung, up, down);
        }
    }

    /**
     * Sweeps all rungs of all chains once, and lets neighbours exchange.
     *
     * @param alone r, a and b of the visible sites where they are alone
     * @param when the number of the sweep, from 1
     */
    void sweep(TwoLayers network, double[] alone, long when) {
        Dice up = chance.dice(Chance.Use.HIDDEN, when);
        Dice down = chance.dice(Chance.Use.VISIBLE, when);
        sweep(network, rungs - 1, up, down);
        for (int rung = 0; rung < rungs - 1; rung++) {
            sweep(network.between(alone, ladder.at(rung)), rung, up, down);
        }
        if (rungs > 1) {
            exchange(network, network.between(alone, 0), up, (int) (when & 1));
        }
    }

    private void sweep(TwoLayers by, int rung, Dice up, Dice down) {
        for (int chain = 0; chain < chains; chain++) {
            up.row((rungs - 1 - rung) * chains + chain);
            down.row((rungs - 1 - rung) * chains + chain);
            by.drawHidden(visible[rung][chain], hidden[rung][chain], up);
            by.drawVisible(hidden[rung][chain], visible[rung][chain], down);
        }
    }

    private void exchange(TwoLayers network, TwoLayers apart, Dice lots, int first) {
        double[] exponents = new double[rungs];
        for (int each = 0; each < chains; each++) {
            int chain = each;
            for (int rung = 0; rung < rungs; rung++) {
                double[] phi = visible[rung][chain];
                double[] chi = hidden[rung][chain];
                exponents[rung] = network.exponent(phi, chi) - apart.exponent(phi, chi);
            }
            double[] chances = ladder.chances(exponents);
            for (int pair = 0; pair < chances.length; pair++) {
                accepted[chain][pair] += chances[pair];
            }
            lots.row(rungs * chains + chain);
            Ladder.exchange(chances, first, pair -> lots.uniform(pair, 0), pair -> {
                swap(visible, pair, chain);
                swap(hidden, pair, chain);
            });
        }
        sweeps++;
    }

    private static void swap(double[][][] layers, int pair, int chain) {
        double[] lower = layers[pair][chain];
        layers[pair][chain] = layers[pair + 1][chain];
        layers[pair + 1][chain] = lower;
    }

    /** How often the pair that does so least exchanges, since the ladder turned; empty before any has tried. */
    Optional<Estimate> exchangeRate() {
        if (rungs == 1 || sweeps == 0) {
            return Optional.empty();
        }
        Bins rates = rates();
        return IntStream.range(0, rungs - 1).mapToObj(rates::estimate).min(Comparator.comparingDouble(Estimate::mean));
    }

    /** The rate of each pair, chain by chain: chains know nothing of each other. */
    private Bins rates() {
        Bins rates = new Bins(rungs - 1);
        for (double[] each : accepted) {
            rates.add(Arrays.stream(each).map(sum -> sum / sweeps).toArray());
        }
        return rates;
    }

    /** Turns the ladder, if enough is known of how its pairs exchange, and counts exchanges anew. */
    void turn() {
        if (rungs > 2 && sweeps * chains >= ENOUGH) {
            Bins rates = rates();
            double[] rejections = new double[rungs - 1];
            Arrays.setAll(rejections, pair -> 1 - rates.mean(pair));
            ladder = ladder.turned(rejections);
        }
        sweeps = 0;
        for (double[] each : accepted) {
            Arrays.fill(each, 0);
        }
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (int rung = rungs - 1; rung >= 0; rung--) {
            for (int chain = 0; chain < chains; chain++) {
                Numerals.write(out, visible[rung][chain], visible[rung][chain].length);
                Numerals.write(out, hidden[rung][chain], hidden[rung][chain].length);
            }
        }
        if (rungs > 1) {
            ladder.save(out);
            out.writeLong(sweeps);
            for (double[] each : accepted) {
                Numerals.write(out, each, each.length);
            }
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (int rung = rungs - 1; rung >= 0; rung--) {
            for (int chain = 0; chain < chains; chain++) {
                Numerals.read(in, visible[rung][chain], visible[rung][chain].length);
                Numerals.read(in, hidden[rung][chain], hidden[rung][chain].length);
            }
        }
        if (rungs > 1) {
            ladder = Ladder.load(in, rungs);
            sweeps = in.readLong();
            for (double[] each : accepted) {
                Numerals.read(in, each, each.length);
            }
        }
    }

    /** What they are, for the mark of a memory. */
    String words() {
        return rungs == 1 ? "%d chains".formatted(chains) : "%d chains on %d rungs".formatted(chains, rungs);
    }
}
