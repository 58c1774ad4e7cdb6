package io.isinglass.engine.measure;

import java.util.SplittableRandom;

/** Autoregressive series, about which everything is known: x′ = ρ x + √(1 − ρ²) g with unit variance, mean 0 and ρ(t) = ρ^t. */
final class Autoregressive {

    private Autoregressive() {}

    static double[] series(double rho, int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] series = new double[n];
        double x = random.nextGaussian();
        for (int t = 0; t < n; t++) {
            series[t] = x;
            x = rho * x + Math.sqrt(1 - rho * rho) * random.nextGaussian();
        }
        return series;
    }

    /** Its integrated autocorrelation time. */
    static double tau(double rho) {
        return 0.5 * (1 + rho) / (1 - rho);
    }
}
