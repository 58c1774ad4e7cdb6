package io.isinglass.streams.learn;

import java.util.List;

/**
 * Curves in one pair of axes.
 *
 * @param name of its file; the title says what is shown
 */
public record Plot(String name, String title, String across, String up, List<Curve> curves) implements Drawing {

    /**
     * Points from left to right.
     *
     * @param errors one standard deviation of each point; empty: none are drawn
     */
    public record Curve(String name, double[] x, double[] y, double[] errors) {

        public Curve {
            if (x.length != y.length || errors.length > 0 && errors.length != x.length) {
                throw new IllegalArgumentException(
                        "%d places, %d values and %d errors".formatted(x.length, y.length, errors.length));
            }
        }

        /** Points without errors. */
        public Curve(String name, double[] x, double[] y) {
            this(name, x, y, new double[0]);
        }
    }

    public Plot {
        curves = List.copyOf(curves);
    }
}
