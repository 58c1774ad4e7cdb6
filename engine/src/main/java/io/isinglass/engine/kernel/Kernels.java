package io.isinglass.engine.kernel;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Ascent;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Embedded;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.model.Proposal;
import io.isinglass.engine.model.Reflective;
import io.isinglass.engine.model.Smooth;
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
                            o.number("decay", d -> d > 0.5 && d <= 1)))
            .with(
                    "over-relaxation",
                    "mirrors each site about the mean its neighbours give it, and draws it anew now and then",
                    List.of(refresh("4", "sweeps of which one is a heat bath; else the field would not mix")),
                    o -> model -> new OverRelaxation(
                            as(Reflective.class, model, "mirrors a site about what its neighbours say"),
                            Refresh.of(model, o.integer(Refresh.EVERY, 1, Refresh.SELDOM))))
            .with(
                    "hmc",
                    "moves all sites at once along a trajectory, and accepts or returns",
                    trajectoryOptions(),
                    o -> model -> new HybridMonteCarlo(
                            as(Smooth.class, model, "has a slope at every site"),
                            (int) o.integer("steps", 1, 10_000),
                            o.number("length", length -> length > 0 && length <= 1000)))
            .with(
                    "wolff",
                    "flips one cluster, or so many, grown from a site chosen by chance",
                    List.of(clusters(), refreshOfReals()),
                    o -> model -> new Wolff(
                            as(Embedded.class, model, "has spins embedded in its values"),
                            (int) o.integer("clusters", 1, 1 << 20),
                            refresh(o, model)))
            .with(
                    "swendsen-wang",
                    "cuts the whole lattice into clusters and gives each a sign",
                    List.of(refreshOfReals()),
                    o -> model -> new SwendsenWang(
                            as(Embedded.class, model, "has spins embedded in its values"), refresh(o, model)));

    private Kernels() {}

    /** The fastest kernel that equals {@code clear} bit for bit on this lattice; itself, where there is no faster one. */
    public static Kernel fastest(Kernel clear, Lattice lattice) {
        return switch (clear) {
            case HeatBath(Ising model)
            when !model.waves() && lattice.bonds() instanceof Graph graph -> new Grouped(clear, graph);
            case Metropolis(Ising model)
            when !model.waves() && lattice.bonds() instanceof Graph graph -> new Grouped(clear, graph);
            case HeatBath(Phi4 model)
            when !model.waves() && StripPhi4.fits(lattice) -> new StripPhi4((HeatBath) clear, model);
            case Metropolis(Phi4 model)
            when !model.waves() && StripPhi4.fits(lattice) -> new StripPhi4((Metropolis) clear, model);
            default -> PackedIsing.fits(clear, lattice) ? new PackedIsing(clear, lattice) : clear;
        };
    }

    private static <M extends Model> M as(Class<M> ability, Model model, String what) {
        if (!ability.isInstance(model)) {
            throw new Refused("", "this kernel needs a model that " + what + ", the model given does not");
        }
        return ability.cast(model);
    }

    /** Clusters do not change the size of a real: so reals are refreshed, spins only if that is asked for. */
    private static Refresh refresh(Options options, Model model) {
        boolean reals = model.values() == Values.REAL;
        boolean wanted = reals || options.isGiven(Refresh.EVERY);
        return Refresh.of(model, wanted ? options.integer(Refresh.EVERY, reals ? 1 : 0, Refresh.SELDOM) : 0);
    }

    private static Option refreshOfReals() {
        return refresh("1", "sweeps of which one ends with a heat bath; spins have none unless told, and may have 0");
    }

    private static Option refresh(String fallback, String summary) {
        return new Option(Refresh.EVERY, fallback, "a whole number from 1 to 1e6", summary);
    }

    private static Option clusters() {
        return new Option("clusters", "1", "a whole number from 1 to 2^20", "clusters a sweep, always as many");
    }

    private static List<Option> trajectoryOptions() {
        return List.of(
                new Option("steps", "10", "a whole number from 1 to 10000", "leapfrog steps of a trajectory"),
                new Option(
                        "length", "1", "above 0, at most 1000", "the longest trajectory; the shortest is half of it"));
    }

    private static List<Option> blackBoxOptions() {
        return List.of(
                new Option("delay", "1", "above 0, at most 1e9", "sweeps after which steps begin to shrink"),
                new Option("decay", "0.7", "above 0.5, at most 1", "exponent with which steps shrink"));
    }
}
