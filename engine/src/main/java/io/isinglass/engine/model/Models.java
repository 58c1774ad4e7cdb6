package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import java.util.List;

/** The catalogue of models. */
public final class Models {

    public static final Catalog<Model> CATALOG = new Catalog<Model>("model")
            .with("ising", "spins ±1 with bonds, a uniform field and local evidence", List.of(), _ -> new Ising())
            .with(
                    "phi4",
                    "real scalar field with a square and a quartic term",
                    List.of(stride()),
                    o -> new Phi4(o.number("stride", s -> s > 0 && s <= 100)))
            .with(
                    "mean-field",
                    "independent spins that bound the Ising model from below",
                    List.of(),
                    _ -> new MeanField());

    private Models() {}

    private static Option stride() {
        return new Option("stride", "1.5", "above 0, at most 100", "reach of a Metropolis proposal");
    }
}
