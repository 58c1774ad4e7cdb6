package io.isinglass.streams.learn;

import io.isinglass.engine.model.Coin;
import io.isinglass.engine.model.Lone;
import io.isinglass.engine.model.Well;
import java.util.Arrays;
import java.util.Locale;

/** What the sites of a layer hold, and which of their own couplings (linear, of the square, of the fourth power) there are. */
enum Layer {
    QUARTIC(3),
    GAUSSIAN(2),
    BINARY(1);

    private final int couplings;

    Layer(int couplings) {
        this.couplings = couplings;
    }

    /** The names of all, as an option has them. */
    static String[] names() {
        return Arrays.stream(values()).map(Layer::label).toArray(String[]::new);
    }

    static Layer named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many couplings of its own a site has. */
    int couplings() {
        return couplings;
    }

    boolean isReal() {
        return this != BINARY;
    }

    /**
     * What the variance of a site is taken for at least: chains in which it has hardly turned do not know how little it varies.
     * A spin that varies less is all but fixed; a real may be as sharp as it is recorded.
     */
    double leastVariance() {
        return isReal() ? 1e-3 : 0.1;
    }

    /** A site with these couplings of the square and of the fourth power. */
    Lone lone(double square, double fourth) {
        return switch (this) {
            case QUARTIC -> new Well(square, fourth);
            case GAUSSIAN -> new Well(square, 0);
            case BINARY -> new Coin();
        };
    }
}
