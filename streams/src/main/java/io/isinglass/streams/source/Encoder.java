package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Turns numbers as they are recorded into what a site can hold, each column in its own way. */
enum Encoder {

    /** As they are. */
    PLAIN {
        @Override
        DoubleUnaryOperator fit(double[] first, double at) {
            return x -> x;
        }
    },

    /** +1 above a number, −1 up to it. */
    THRESHOLD {
        @Override
        DoubleUnaryOperator fit(double[] first, double at) {
            return x -> x > at ? 1 : -1;
        }
    },

    /** +1 above a quantile of the first records of the column, −1 up to it. */
    QUANTILE {
        @Override
        DoubleUnaryOperator fit(double[] first, double at) {
            double[] sorted = first.clone();
            Arrays.sort(sorted);
            return THRESHOLD.fit(first, sorted[(int) Math.min(sorted.length - 1, Math.floor(at * sorted.length))]);
        }
    },

    /** Less the mean of the first records of the column, over {@code at} times their standard deviation. */
    SCALE {
        @Override
        DoubleUnaryOperator fit(double[] first, double at) {
            double mean = Arrays.stream(first).sum() / first.length;
            double square =
                    Arrays.stream(first).map(x -> (x - mean) * (x - mean)).sum() / first.length;
            double scale = square > 0 ? at * Math.sqrt(square) : at;
            return x -> (x - mean) / scale;
        }
    },

    /** −1 at 0 and +1 at a number, evenly between and beyond. */
    RANGE {
        @Override
        DoubleUnaryOperator fit(double[] first, double at) {
            return x -> 2 * x / at - 1;
        }
    };

    /** The names of all, as an option has them. */
    static String[] names() {
        return Arrays.stream(values()).map(Encoder::label).toArray(String[]::new);
    }

    static Encoder named(String name) {
        return valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }

    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether it must see the first records of a column before it can turn any. */
    boolean looksAhead() {
        return this == QUANTILE || this == SCALE;
    }

    /** Refuses a parameter that this encoder cannot have. */
    void check(double at) {
        boolean good = switch (this) {
            case PLAIN, THRESHOLD -> true;
            case QUANTILE -> at > 0 && at < 1;
            case SCALE, RANGE -> at > 0;
        };
        if (!good) {
            throw new Refused(
                    "options.at",
                    "at must be %s for the encoder %s, was %s"
                            .formatted(this == QUANTILE ? "between 0 and 1" : "above 0", label(), at));
        }
    }

    /**
     * How numbers of a column are turned.
     *
     * @param first those seen among the first records of the column, one or more
     */
    abstract DoubleUnaryOperator fit(double[] first, double at);

    /** The same for every column; a column of which nothing has been seen is fitted to a 0. */
    List<DoubleUnaryOperator> fit(List<double[]> first, int columns, double at) {
        return java.util.stream.IntStream.range(0, columns)
                .mapToObj(column -> {
                    double[] seen = first.stream()
                            .mapToDouble(row -> row[column])
                            .filter(value -> !Double.isNaN(value))
                            .toArray();
                    return fit(seen.length == 0 ? new double[1] : seen, at);
                })
                .toList();
    }
}
