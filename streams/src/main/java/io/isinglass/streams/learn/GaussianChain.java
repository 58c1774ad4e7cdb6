package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.noise.Dice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sites one after the other along a path, each a Gaussian given the one before: φ = μ + δ, δ = c δ′ + σ ε, with a μ, a c and a
 * σ for each site. With all c held at 0 sites know nothing of each other.
 */
final class GaussianChain implements Family {

    /*
     * Fisher information of μ is the precision of q, whose inverse is applied by a walk back along the path and a walk forth; of
     * c it is ⟨δ′²⟩/σ², of ln σ it is 2, and none is shared.
     */

    /** In deviations, of a mean; of a link; of the logarithm of a deviation. */
    private static final double LONGEST_MEAN = 1;

    private static final double LONGEST_LINK = 0.2;
    private static final double LONGEST_LOG = 0.3;
    private static final double LOG_TWO_PI = Elementary.log(2 * Math.PI);
    private static final double INFORMATION_OF_LOG = 2;

    private final int[] path;
    private final boolean linked;
    private final boolean reparametrised;
    private final int sites;
    private final double[] parameters;

    /**
     * A chain along a path.
     *
     * @param linked whether c is learned, too
     * @param reparametrised whether gradients go along ε, by the slope of the exponent; else by the score of q alone
     */
    GaussianChain(int[] path, boolean linked, boolean reparametrised, double mean, double deviation) {
        this.path = path;
        this.linked = linked;
        this.reparametrised = reparametrised;
        this.sites = path.length;
        this.parameters = new double[3 * sites];
        Arrays.fill(parameters, 0, sites, mean);
        Arrays.fill(parameters, 2 * sites, 3 * sites, Elementary.log(deviation));
    }

    private double link(int at) {
        return at < sites ? parameters[sites + at] : 0;
    }

    private double[] deviations() {
        return Arrays.stream(parameters, 2 * sites, 3 * sites)
                .map(Elementary::exp)
                .toArray();
    }

    /** ⟨δ²⟩ along the path. */
    private double[] variances(double[] deviations) {
        double[] variances = new double[sites];
        double before = 0;
        for (int at = 0; at < sites; at++) {
            before = link(at) * link(at) * before + deviations[at] * deviations[at];
            variances[at] = before;
        }
        return variances;
    }

    /** Samples: ε and δ along the path, φ by site, Σ w φ′ by site. */
    private record Drawn(double[][] noise, double[][] off, double[][] values, double[][] pulls) {}

    private Drawn draw(Exponent exponent, Dice dice, int samples, double[] deviations) {
        Drawn drawn = new Drawn(
                new double[samples][sites],
                new double[samples][sites],
                new double[samples][sites],
                new double[samples][sites]);
        for (int k = 0; k < samples; k++) {
            dice.row(k);
            double before = 0;
            for (int at = 0; at < sites; at++) {
                // Box and Muller
                double radius = Math.sqrt(-2 * Elementary.log(1 - dice.uniform(path[at], 0)));
                double noise = radius * Elementary.cosineOfTurns(dice.uniform(path[at], 1));
                before = Math.fma(link(at), before, deviations[at] * noise);
                drawn.noise[k][at] = noise;
                drawn.off[k][at] = before;
                drawn.values[k][path[at]] = parameters[at] + before;
            }
            exponent.pulls(drawn.values[k], drawn.pulls[k]);
        }
        return drawn;
    }

    private double logDensity(double noise, int at) {
        return -(noise * noise + LOG_TWO_PI) / 2 - parameters[2 * sites + at];
    }

    @Override
    public Look look(Exponent exponent, Dice dice, int samples, Control control) {
        double[] deviations = deviations();
        Drawn drawn = draw(exponent, dice, samples, deviations);
        double[] bounds = new double[samples];
        for (int k = 0; k < samples; k++) {
            bounds[k] = exponent.at(drawn.values[k]);
            for (int at = 0; at < sites; at++) {
                bounds[k] -= logDensity(drawn.noise[k][at], at);
            }
        }
        Slopes slopes = reparametrised
                ? alongPaths(exponent, drawn, deviations, control)
                : byScores(exponent, drawn, bounds, deviations, control);
        return new Look(bounds, natural(slopes, deviations), slopes.variance(), slopes.plainVariance());
    }

    /** The gradient from how the exponent, less ln q, slopes in φ and φ in the parameters. */
    private Slopes alongPaths(Exponent exponent, Drawn drawn, double[] deviations, Control control) {
        double[][] plain = slopes(exponent, drawn, deviations, false);
        double[][] controlled = control == Control.NONE ? plain : slopes(exponent, drawn, deviations, true);
        return gather(drawn, plain, controlled, control != Control.NONE, deviations);
    }

    private double[][] slopes(Exponent exponent, Drawn drawn, double[] deviations, boolean lessScore) {
        double[][] slopes = new double[drawn.values.length][sites];
        for (int k = 0; k < slopes.length; k++) {
            double[] noise = drawn.noise[k];
            for (int at = 0; at < sites; at++) {
                int site = path[at];
                double slope = drawn.pulls[k][site] + exponent.slope(drawn.values[k][site]);
                if (lessScore) {
                    slope += noise[at] / deviations[at];
                    slope -= at + 1 < sites ? link(at + 1) * noise[at + 1] / deviations[at + 1] : 0;
                }
                slopes[k][at] = slope;
            }
        }
        return slopes;
    }

    private Slopes gather(
            Drawn drawn, double[][] plain, double[][] controlled, boolean lessScore, double[] deviations) {
        int samples = plain.length;
        double[] variances = variances(deviations);
        Slopes slopes = new Slopes(linked ? 3 * sites : 2 * sites);
        double[][] one = new double[3][samples];
        double[][] other = new double[3][samples];
        double[] back = new double[samples];
        double[] plainBack = new double[samples];
        for (int at = sites - 1; at >= 0; at--) {
            for (int k = 0; k < samples; k++) {
                double before = at > 0 ? drawn.off[k][at - 1] : 0;
                back[k] = Math.fma(link(at + 1), back[k], controlled[k][at]);
                plainBack[k] = Math.fma(link(at + 1), plainBack[k], plain[k][at]);
                double ofLog = deviations[at] * drawn.noise[k][at];
                one[0][k] = controlled[k][at];
                one[1][k] = back[k] * ofLog + (lessScore ? 0 : 1);
                one[2][k] = back[k] * before;
                other[0][k] = plain[k][at];
                other[1][k] = plainBack[k] * ofLog + 1;
                other[2][k] = plainBack[k] * before;
            }
            slopes.set(at, one[0], other[0], 1 / variances[at]);
            slopes.set(sites + at, one[1], other[1], INFORMATION_OF_LOG);
            if (linked && at > 0) {
                slopes.set(2 * sites + at, one[2], other[2], variances[at - 1] / square(deviations[at]));
            }
        }
        return slopes;
    }

    /** The gradient from values of the exponent alone; of sites that know nothing of each other. */
    private Slopes byScores(Exponent exponent, Drawn drawn, double[] bounds, double[] deviations, Control control) {
        Slopes slopes = new Slopes(2 * sites);
        int samples = bounds.length;
        for (int at = 0; at < sites; at++) {
            double[] ofMean = new double[samples];
            double[] ofLog = new double[samples];
            double[] own = new double[samples];
            for (int k = 0; k < samples; k++) {
                double noise = drawn.noise[k][at];
                double value = drawn.values[k][path[at]];
                ofMean[k] = noise / deviations[at];
                ofLog[k] = noise * noise - 1;
                own[k] = value * drawn.pulls[k][path[at]] + exponent.own(value) - logDensity(noise, at);
            }
            set(slopes, at, control, bounds, own, ofMean, 1 / square(deviations[at]));
            set(slopes, sites + at, control, bounds, own, ofLog, INFORMATION_OF_LOG);
        }
        return slopes;
    }

    private static void set(
            Slopes slopes, int k, Control control, double[] bounds, double[] own, double[] scores, double information) {
        double[] plain = Slopes.times(bounds, scores);
        slopes.set(
                k,
                switch (control) {
                    case NONE -> plain;
                    case BASELINE -> Slopes.lessOthers(bounds, scores);
                    case FULL -> Slopes.lessOthers(own, scores);
                },
                plain,
                information);
    }

    /** Fisher's inverse times the gradient, in the order of the parameters. */
    private double[] natural(Slopes slopes, double[] deviations) {
        double[] step = new double[parameters.length];
        double[] variances = variances(deviations);
        double back = 0;
        for (int at = sites - 1; at >= 0; at--) {
            back = Math.fma(link(at + 1), back, slopes.mean(at));
            step[at] = back * square(deviations[at]);
        }
        for (int at = 1; at < sites; at++) {
            step[at] = Math.fma(link(at), step[at - 1], step[at]);
            step[sites + at] = linked ? slopes.mean(2 * sites + at) * square(deviations[at]) / variances[at - 1] : 0;
        }
        for (int at = 0; at < sites; at++) {
            step[2 * sites + at] = slopes.mean(sites + at) / INFORMATION_OF_LOG;
        }
        return step;
    }

    private static double square(double x) {
        return x * x;
    }

    @Override
    public void move(double[] step, double rate) {
        double[] variances = variances(deviations());
        for (int at = 0; at < sites; at++) {
            double longest = LONGEST_MEAN * Math.sqrt(variances[at]);
            parameters[at] += Math.clamp(rate * step[at], -longest, longest);
            parameters[sites + at] += Math.clamp(rate * step[sites + at], -LONGEST_LINK, LONGEST_LINK);
            parameters[2 * sites + at] += Math.clamp(rate * step[2 * sites + at], -LONGEST_LOG, LONGEST_LOG);
        }
    }

    @Override
    public double[] parameters() {
        return parameters.clone();
    }

    @Override
    public void take(double[] others) {
        System.arraycopy(others, 0, parameters, 0, parameters.length);
    }

    @Override
    public List<Reading> readings(Exponent exponent) {
        List<Reading> readings = new ArrayList<>();
        readings.add(reading("mean", Arrays.copyOf(parameters, sites)));
        double[] variances = variances(deviations());
        readings.add(
                reading("deviation", Arrays.stream(variances).map(Math::sqrt).toArray()));
        if (linked) {
            readings.add(reading("link", Arrays.copyOfRange(parameters, sites + 1, 2 * sites)));
        }
        return readings;
    }

    private static Reading reading(String key, double[] all) {
        return new Reading(key, Estimate.exact(Arrays.stream(all).average().orElseThrow()));
    }
}
