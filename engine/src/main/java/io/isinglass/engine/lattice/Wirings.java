package io.isinglass.engine.lattice;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.noise.Noise;
import java.util.List;

/** The catalogue of wirings. */
public final class Wirings {

    public static final Catalog<Wiring> CATALOG = new Catalog<Wiring>("wiring")
            .with("uniform", "neighbours on the lattice, all alike", List.of(), _ -> regular(Weights.UNIFORM))
            .with(
                    "plus-minus",
                    "neighbours on the lattice, +1 or -1 by chance (Edwards and Anderson)",
                    List.of(seed(), positive()),
                    o -> regular(Weights.plusMinus(noise(o), o.number("positive", p -> p >= 0 && p <= 1))))
            .with(
                    "gaussian",
                    "neighbours on the lattice, by normal numbers of mean 0 and deviation 1",
                    List.of(seed()),
                    o -> regular(Weights.gaussian(noise(o))));

    private Wirings() {}

    private static Wiring regular(Weights weights) {
        return (_, rings, _) -> new Regular(rings, weights);
    }

    private static Noise noise(Options options) {
        return new Noise(options.integer("seed", 0, 1L << 53));
    }

    private static Option seed() {
        return new Option("seed", "1", "a whole number from 0 to 2^53", "names the sample of the disorder");
    }

    private static Option positive() {
        return new Option("positive", "0.5", "0 to 1", "share of the bonds that are +1");
    }
}
