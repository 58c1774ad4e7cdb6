package io.isinglass.engine.measure;

import io.isinglass.engine.math.Elementary;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether several chains have seen the same distribution.
 *
 * @param rHat the spread of all measurements over that within half a chain: 1 where chains agree, and suspect above 1.01
 * @param size the effective number of independent measurements in the bulk of the distribution
 */
public record Convergence(double rHat, double size) {

    /*
     * Every chain is cut in halves, so that a drift shows as well. Measurements are replaced by normal scores of their
     * ranks, which needs no finite moments, and R-hat is the larger of that of the values and that of their distances
     * from the median, which sees chains that differ in width alone [1]. The size sums the autocorrelations of all
     * chains up to where neighbouring pairs stop being positive and falling [2], since they are for reversible kernels.
     *
     * [1] Vehtari, Gelman, Simpson, Carpenter & Bürkner: Rank-normalization, folding, and localization (2021)
     * [2] Geyer: Practical Markov chain Monte Carlo (1992)
     */

    /** Shorter chains tell nothing. */
    public static final int FEWEST = 8;

    /** The convergence of chains of equal length. */
    public static Convergence of(double[][] chains) {
        check(chains);
        double[][] halves = halves(chains);
        double[][] scores = scores(halves);
        double middle = median(halves);
        double[][] folded = scores(each(halves, x -> Math.abs(x - middle)));
        return new Convergence(Math.max(ratio(scores), ratio(folded)), size(scores));
    }

    private static void check(double[][] chains) {
        if (chains.length == 0) {
            throw new IllegalArgumentException("no chains");
        }
        for (double[] chain : chains) {
            if (chain.length < FEWEST || chain.length != chains[0].length) {
                throw new IllegalArgumentException("chains must be equally long, at least " + FEWEST + ": "
                        + chains[0].length + " and " + chain.length);
            }
            for (double x : chain) {
                if (Double.isNaN(x)) {
                    throw new IllegalArgumentException("a chain holds NaN");
                }
            }
        }
    }

    /** First and second half of every chain, without the middle one of an odd number. */
    private static double[][] halves(double[][] chains) {
        int length = chains[0].length;
        return Arrays.stream(chains)
                .flatMap(chain -> Stream.of(
                        Arrays.copyOf(chain, length / 2), Arrays.copyOfRange(chain, length - length / 2, length)))
                .toArray(double[][]::new);
    }

    private static double[][] each(double[][] chains, DoubleUnaryOperator of) {
        return Arrays.stream(chains)
                .map(chain -> Arrays.stream(chain).map(of).toArray())
                .toArray(double[][]::new);
    }

    private static double median(double[][] chains) {
        double[] all =
                Arrays.stream(chains).flatMapToDouble(Arrays::stream).sorted().toArray();
        return (all[all.length / 2] + all[(all.length - 1) / 2]) / 2;
    }

    /** The normal score of every measurement's rank among all; equal ones share the mean of their ranks. */
    private static double[][] scores(double[][] chains) {
        int length = chains[0].length;
        int total = chains.length * length;
        int[] order = IntStream.range(0, total)
                .boxed()
                .sorted((a, b) -> Double.compare(chains[a / length][a % length], chains[b / length][b % length]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] scores = new double[chains.length][length];
        for (int from = 0, to; from < total; from = to) {
            double value = chains[order[from] / length][order[from] % length];
            to = from + 1;
            while (to < total && chains[order[to] / length][order[to] % length] == value) {
                to++;
            }
            double rank = (from + 1 + to) / 2.0;
            double score = Gauss.quantile((rank - 0.375) / (total + 0.25));
            for (int at = from; at < to; at++) {
                scores[order[at] / length][order[at] % length] = score;
            }
        }
        return scores;
    }

    /** R-hat: √(var⁺ / W). */
    private static double ratio(double[][] chains) {
        double within = within(chains);
        double total = total(chains, within);
        return total == 0 ? 1 : Math.sqrt(total / within);
    }

    /** W: the mean variance of a chain. */
    private static double within(double[][] chains) {
        return Arrays.stream(chains).mapToDouble(Convergence::variance).sum() / chains.length;
    }

    /** var⁺ = (n − 1) W / n + the variance of the means of chains. */
    private static double total(double[][] chains, double within) {
        double n = chains[0].length;
        double[] means =
                Arrays.stream(chains).mapToDouble(Autocorrelation::mean).toArray();
        return (n - 1) / n * within + variance(means);
    }

    private static double variance(double[] values) {
        double sum = 0;
        for (double off : Autocorrelation.centred(values)) {
            sum += off * off;
        }
        return sum / (values.length - 1);
    }

    /** m n / 2τ for m chains of length n; at most m n log₁₀ m n, where chains are antithetic. */
    private static double size(double[][] chains) {
        int n = chains[0].length;
        double count = (double) chains.length * n;
        double within = within(chains);
        double total = total(chains, within);
        double[] covariance = new double[n];
        for (double[] chain : chains) {
            double[] lagged = Fourier.lagged(Autocorrelation.centred(chain));
            for (int t = 0; t < n; t++) {
                covariance[t] += lagged[t] / n / chains.length;
            }
        }
        double twoTau = -1;
        double last = Double.POSITIVE_INFINITY;
        for (int t = 0; t + 1 < n && last > 0 && total > 0; t += 2) {
            double even = t == 0 ? 1 : 1 - (within - covariance[t]) / total;
            double odd = 1 - (within - covariance[t + 1]) / total;
            last = Math.min(last, Math.max(0, even + odd));
            twoTau += 2 * last;
        }
        return total == 0 ? count : count / Math.max(twoTau, Elementary.log(10) / Elementary.log(count));
    }
}
