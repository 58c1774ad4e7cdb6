package io.isinglass.engine.model;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.noise.Dice;

/** A scalar by itself: p(φ) ∝ exp(h φ − a φ² − b φ⁴), b ≥ 0, and a &gt; 0 where b = 0. */
public final class Well implements Lone {

    /*
     * Integrals are sums over equidistant points, which for a function that is analytic and falls off at both ends err by
     * less than any power of their distance. It is half the width of the sharpest peak, that of the curvature 2a + 12bφ² where φ² has
     * the mean that the envelope gives. Each point weighs exp(−A(φ − h/2A)² − b(φ² − c)²), see Envelope, which never exceeds 1.
     */

    private static final double SPACING = 0.5;

    /** Beyond it weights are below 2⁻⁵³. */
    private static final double LEAST = 37;

    private final Envelope envelope;
    private final double a;
    private final double b;

    public Well(double a, double b) {
        if (!(b > 0 || b == 0 && a > 0)) {
            throw new IllegalArgumentException("a well must hold: a=" + a + ", b=" + b);
        }
        this.a = a;
        this.b = b;
        this.envelope = Envelope.of(a, b);
    }

    @Override
    public double logZ(double h) {
        if (b == 0) {
            return h * h / (4 * a) + Elementary.log(Math.PI / a) / 2;
        }
        return integrate(h, new double[1]);
    }

    @Override
    public void moments(double h, double[] into, int at) {
        if (b > 0) {
            double[] powers = new double[5];
            integrate(h, powers);
            into[at] = powers[1];
            into[at + 1] = powers[2];
            into[at + 2] = powers[4];
            return;
        }
        double variance = 1 / (2 * a);
        double square = h * variance * (h * variance);
        into[at] = h * variance;
        into[at + 1] = square + variance;
        into[at + 2] = square * (square + 6 * variance) + 3 * variance * variance;
    }

    /** The means of φ⁰, φ¹, … up to a power. */
    public double[] powers(double h, int highest) {
        double[] powers = new double[highest + 1];
        integrate(h, powers);
        return powers;
    }

    /** Fills in the means of powers; returns ln Z. */
    private double integrate(double h, double[] powers) {
        double width = envelope.width(h);
        double centre = envelope.centre(width);
        double mean = h / (2 * width);
        double step = SPACING / Math.sqrt(2 * width + 8 * b * centre);
        add(mean, Elementary.exp(exponent(width, centre, 0, mean * mean)), powers);
        int most = (int) Math.ceil(Math.sqrt(LEAST / width) / step);
        for (int side = -1; side <= 1; side += 2) {
            for (int k = 1; k <= most; k++) {
                double off = side * k * step;
                double value = mean + off;
                double square = value * value;
                double exponent = exponent(width, centre, off, square);
                if (exponent > -LEAST) {
                    add(value, Elementary.exp(exponent), powers);
                } else if (square > centre) {
                    break;
                }
            }
        }
        double total = powers[0];
        for (int k = 0; k < powers.length; k++) {
            powers[k] /= total;
        }
        return h * mean / 2 + b * centre * centre + Elementary.log(total * step);
    }

    private static void add(double value, double weight, double[] powers) {
        double term = weight;
        for (int k = 0; k < powers.length; k++) {
            powers[k] += term;
            term *= value;
        }
    }

    private double exponent(double width, double centre, double off, double square) {
        double deep = square - centre;
        return -(width * off * off + b * deep * deep);
    }

    @Override
    public double draw(double h, Dice dice, int column) {
        double width = envelope.width(h);
        double centre = envelope.centre(width);
        double spread = 1 / width;
        double mean = h * (0.5 * spread);
        for (int draw = 0; ; draw += Envelope.DRAWS_PER_TRY) {
            double radius = Math.sqrt(-spread * Elementary.log(1 - dice.uniform(column, draw)));
            double next = Math.fma(radius, Elementary.cosineOfTurns(dice.uniform(column, draw + 1)), mean);
            double off = Math.fma(next, next, -centre);
            if (dice.uniform(column, draw + 2) < Elementary.exp(-b * off * off)) {
                return next;
            }
        }
    }
}
