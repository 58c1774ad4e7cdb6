package io.isinglass.engine.kernel;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Ascent;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.model.Proposal;
import java.util.List;
import java.util.function.Function;

/** The catalogue of kernels; an entry makes the kernel for a model, or refuses a model that it cannot move. */
public final class Kernels {

    public static final Catalog<Function<Model, Kernel>> CATALOG = new Catalog<Function<Model, Kernel>>("kernel")
            .with(
                    "heat-bath",
                    "draws each site from its exact conditional distribution",
                    List.of(),
                    _ -> model -> new HeatBath(
                            as(Conditional.class, model, "draws sites from their conditional distribution")))
            .with(
                    "metropolis",
                    "offers each site a new value and accepts or keeps",
                    List.of(),
                    _ -> model -> new Metropolis(as(Proposal.class, model, "offers a site a new value")))
            .with(
                    "coordinate-ascent",
                    "sets each site's mean to the best one",
                    List.of(),
                    _ -> model -> new CoordinateAscent(as(Ascent.class, model, "climbs a variational bound")))
            .with(
                    "black-box",
                    "climbs the bound by sampled gradients",
                    blackBoxOptions(),
                    o -> model -> new BlackBox(
                            as(Ascent.class, model, "climbs a variational bound"),
                            o.number("delay", d -> d > 0 && d <= 1e9),
                            o.number("decay", d -> d > 0.5 && d <= 1)));

    private Kernels() {}

    /** The fastest kernel that equals {@code clear} bit for bit on this lattice; itself, where there is no faster one. */
    public static Kernel fastest(Kernel clear, Lattice lattice) {
        return switch (clear) {
            case HeatBath(Phi4 model) when StripPhi4.fits(lattice) -> new StripPhi4((HeatBath) clear, model);
            case Metropolis(Phi4 model) when StripPhi4.fits(lattice) -> new StripPhi4((Metropolis) clear, model);
            default -> clear;
        };
    }

    private static <M extends Model> M as(Class<M> ability, Model model, String what) {
        if (!ability.isInstance(model)) {
            throw new Refused("", "this kernel needs a model that " + what + ", the model given does not");
        }
        return ability.cast(model);
    }

    private static List<Option> blackBoxOptions() {
        return List.of(
                new Option("delay", "1", "above 0, at most 1e9", "sweeps after which steps begin to shrink"),
                new Option("decay", "0.7", "above 0.5, at most 1", "exponent with which steps shrink"));
    }
}
