package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import java.util.List;

/** The catalogue of models. */
public final class Models {

    public static final Catalog<Model> CATALOG = new Catalog<Model>("model")
            .with(
                    "ising",
                    "spins ±1 with bonds, a uniform field and local evidence",
                    List.of(Waves.OPTION),
                    o -> new Ising(waves(o)))
            .with(
                    "phi4",
                    "real scalar field with a square and a quartic term",
                    List.of(stride("1.5"), Waves.OPTION),
                    o -> new Phi4(stride(o), waves(o)))
            .with(
                    "phi4-next",
                    "the same with bonds across the diagonals, too",
                    List.of(stride("1.5")),
                    o -> new Phi4Next(stride(o)))
            .with(
                    "phi4-network",
                    "a visible and a hidden layer of real scalar fields",
                    List.of(stride("1.5")),
                    o -> new Phi4Network(stride(o)))
            .with(
                    "xy",
                    "planar rotors with bonds and a uniform field",
                    List.of(stride("2"), Waves.OPTION),
                    o -> new Xy(stride(o), waves(o)))
            .with(
                    "potts",
                    "q states; bonds count where both ends are in the same",
                    List.of(States.option("3")),
                    o -> new Potts(states(o)))
            .with(
                    "clock",
                    "rotors that point to one of q hours",
                    List.of(States.option("6")),
                    o -> new Clock(states(o)))
            .with(
                    "mean-field",
                    "independent spins that bound the Ising model from below",
                    List.of(),
                    _ -> new MeanField());

    private Models() {}

    private static Option stride(String fallback) {
        return new Option("stride", fallback, "above 0, at most 100", "reach of a Metropolis proposal");
    }

    private static double stride(Options options) {
        return options.number("stride", s -> s > 0 && s <= 100);
    }

    private static boolean waves(Options options) {
        return options.integer("waves", 0, 1) == 1;
    }

    private static int states(Options options) {
        return (int) options.integer("q", 2, States.MOST_STATES);
    }
}
