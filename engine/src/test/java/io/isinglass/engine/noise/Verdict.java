package io.isinglass.engine.noise;

/** What a statistic says: the odds that chance gives as little as was seen, and the odds that it gives as much. */
record Verdict(String statistic, double below, double above) {

    /** A sum that chance makes normal. */
    static Verdict normal(String statistic, double seen, double mean, double variance) {
        double half = (seen - mean) * (seen - mean) / (2 * variance);
        double far = gamma(0.5, half, true) / 2;
        return seen > mean ? new Verdict(statistic, 1 - far, far) : new Verdict(statistic, far, 1 - far);
    }

    /** A count of events so rare that it is Poisson. */
    static Verdict poisson(String statistic, long seen, double mean) {
        return new Verdict(statistic, gamma(seen + 1.0, mean, true), seen == 0 ? 1 : gamma((double) seen, mean, false));
    }

    /** A sum of squares of {@code freedom} normal numbers. */
    static Verdict chiSquare(String statistic, double seen, double freedom) {
        return new Verdict(statistic, gamma(freedom / 2, seen / 2, false), gamma(freedom / 2, seen / 2, true));
    }

    /** Counts against their {@code odds}; the rarest cells are put together until one has to hold FEWEST. */
    static Verdict counts(String statistic, long[] seen, double[] odds) {
        long total = 0;
        for (long count : seen) {
            total += count;
        }
        double sum = 0;
        int cells = 0;
        double restSeen = 0;
        double rest = 0;
        for (int k = 0; k < seen.length; k++) {
            double expected = total * odds[k];
            if (expected < FEWEST) {
                restSeen += seen[k];
                rest += expected;
            } else {
                sum += (seen[k] - expected) * (seen[k] - expected) / expected;
                cells++;
            }
        }
        if (rest >= FEWEST) {
            sum += (restSeen - rest) * (restSeen - rest) / rest;
            cells++;
        }
        // A rest too thin for a cell of its own goes nowhere, and then the counts are free by that little.
        return chiSquare(statistic, sum, cells - 1);
    }

    private static final double FEWEST = 10;

    /** The smaller of the two odds. */
    double odds() {
        return Math.min(below, above);
    }

    /** The incomplete gamma function, P or, where {@code upper}, Q: Press et al., Numerical Recipes, section 6.2. */
    static double gamma(double a, double x, boolean upper) {
        if (x <= 0) {
            return upper ? 1 : 0;
        }
        double scale = Math.exp(a * Math.log(x) - x - logGamma(a));
        if (x < a + 1) {
            double lower = scale * series(a, x);
            return upper ? 1 - lower : lower;
        }
        double higher = scale * fraction(a, x);
        return upper ? higher : 1 - higher;
    }

    private static double series(double a, double x) {
        double term = 1 / a;
        double sum = term;
        for (double n = a + 1; term > sum * 1e-16; n++) {
            term *= x / n;
            sum += term;
        }
        return sum;
    }

    private static double fraction(double a, double x) {
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double value = d;
        double change = 0;
        for (int n = 1; Math.abs(change - 1) > 1e-15; n++) {
            double an = -n * (n - a);
            b += 2;
            d = 1 / nonzero(an * d + b);
            c = nonzero(b + an / c);
            change = c * d;
            value *= change;
        }
        return value;
    }

    private static final double TINY = 1e-300;

    private static double nonzero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** Stirling's series, moved to where it is good to the last bits. */
    static double logGamma(double a) {
        double shift = 0;
        double x = a;
        while (x < 12) {
            shift += Math.log(x);
            x++;
        }
        double square = 1 / (x * x);
        double tail = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))) / x;
        return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + tail - shift;
    }
}
