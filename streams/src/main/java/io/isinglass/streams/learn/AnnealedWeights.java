package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.noise.Dice;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * ln Z of a network of two layers by annealed importance sampling (Neal 2001): chains that begin as independent sites, whose Z
 * is known, are swept while the network is switched on, and the mean of their weights is the ratio of the two.
 */
final class AnnealedWeights implements Memory {

    /** Weights that are kept, the latest. */
    private static final int MOST = 1 << 16;

    private double[] logWeights = new double[0];

    /** Anneals so many chains in so many steps; rounds of one network have numbers of their own. */
    void anneal(TwoLayers network, double[] alone, int chains, int steps, Chance chance, long round) {
        TwoLayers.Shape shape = network.shape();
        double[][] phi = new double[chains][shape.visibleSites()];
        double[][] chi = new double[chains][shape.hiddenSites()];
        TwoLayers apart = network.between(alone, 0);
        double[] logWeight = new double[chains];
        Arrays.fill(logWeight, apart.logZOfSites());
        TwoLayers now = apart;
        for (int step = 0; step < steps; step++) {
            Dice up = chance.dice(Chance.Use.WEIGH_HIDDEN, round * steps + step);
            Dice down = chance.dice(Chance.Use.WEIGH_VISIBLE, round * steps + step);
            TwoLayers next = network.between(alone, (step + 1.0) / steps);
            for (int chain = 0; chain < chains; chain++) {
                up.row(chain);
                down.row(chain);
                now.drawHidden(phi[chain], chi[chain], up);
                now.drawVisible(chi[chain], phi[chain], down);
                logWeight[chain] += next.exponent(phi[chain], chi[chain]) - now.exponent(phi[chain], chi[chain]);
            }
            now = next;
        }
        keep(logWeight);
    }

    private void keep(double[] more) {
        double[] all = Arrays.copyOf(logWeights, logWeights.length + more.length);
        System.arraycopy(more, 0, all, logWeights.length, more.length);
        logWeights = Arrays.copyOfRange(all, Math.max(0, all.length - MOST), all.length);
    }

    /** Forgets all weights: they were those of another network. */
    void clear() {
        logWeights = new double[0];
    }

    boolean isEmpty() {
        return logWeights.length == 0;
    }

    /** ln Z. Its size is the effective number of chains, (Σ w)² / Σ w². */
    Estimate logZ() {
        double top = Arrays.stream(logWeights).max().orElseThrow();
        double sum = 0;
        double squares = 0;
        for (double each : logWeights) {
            double weight = Elementary.exp(each - top);
            sum += weight;
            squares = Math.fma(weight, weight, squares);
        }
        int count = logWeights.length;
        double mean = sum / count;
        double variance = Math.max(0, squares / count - mean * mean) / (count - 1);
        return new Estimate(
                top + Elementary.log(mean),
                count > 1 ? Math.sqrt(variance) / mean : Double.POSITIVE_INFINITY,
                0.5,
                sum * sum / squares);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        Numerals.write(out, logWeights);
    }

    @Override
    public void load(DataInput in) throws IOException {
        logWeights = Numerals.numbers(in);
        if (logWeights.length > MOST) {
            throw new Refused("", "memory of %d weights, expected 0..%d".formatted(logWeights.length, MOST));
        }
    }
}
