package io.isinglass.engine.lattice;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.noise.Noise;
import java.util.List;
import java.util.function.BiFunction;

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
                    o -> regular(Weights.gaussian(noise(o))))
            .with(
                    "complete",
                    "a graph: every site to every other (Curie and Weiss; Sherrington and Kirkpatrick)",
                    List.of(weights(), seed()),
                    o -> graph(o, Generators::complete))
            .with(
                    "random-regular",
                    "a graph: every site to equally many others by chance",
                    List.of(degree(), weights(), seed()),
                    o -> {
                        int degree = (int) o.integer("degree", 1, Generators.MOST_NEIGHBOURS);
                        return graph(o, (n, weights) -> Generators.regular(n, degree, noise(o), weights));
                    })
            .with(
                    "layers",
                    "a graph: every site of a visible layer to every site of a hidden one",
                    List.of(visible(), weights(), seed()),
                    o -> {
                        int visible = (int) o.integer("visible", 1, Graph.MOST_SITES);
                        return graph(o, (n, weights) -> Generators.layers(n, visible, weights));
                    })
            .with(
                    "edges",
                    "a graph from a file in the form of the Gset",
                    List.of(new Option(
                            "file", "", "the name of a file", "\"sites bonds\", then \"i j weight\" a line")),
                    o -> fromFile(o.text("file")));

    private Wirings() {}

    private static Wiring regular(Weights weights) {
        return (_, rings, _) -> new Regular(rings, weights);
    }

    private static Wiring graph(Options options, BiFunction<Integer, Generators.Pairwise, Graph> maker) {
        String kind = options.text("weights");
        Noise noise = noise(options);
        return (box, _, _) -> {
            int sites = Generators.sites(box);
            return maker.apply(sites, Generators.Pairwise.named(kind, noise, sites));
        };
    }

    private static Wiring fromFile(String file) {
        return (box, _, texts) -> {
            int columns = Generators.sites(box);
            Graph graph = EdgeList.read(file, texts.apply(file));
            if (graph.sites() != columns) {
                throw new Refused(
                        "columns",
                        "the graph in %s has %d sites: columns must be so many, was %d"
                                .formatted(file, graph.sites(), columns));
            }
            return graph;
        };
    }

    private static Option weights() {
        return new Option(
                "weights",
                "one",
                "one, plus-minus or gaussian",
                "weights of the bonds; those by chance over the root of the number of sites");
    }

    private static Option degree() {
        return new Option(
                "degree",
                "3",
                "a whole number from 1 to " + Generators.MOST_NEIGHBOURS,
                "number of neighbours of every site");
    }

    private static Option visible() {
        return new Option(
                "visible",
                "",
                "a whole number from 1 to " + Graph.MOST_SITES,
                "sites of the visible layer, the first ones");
    }

    private static Noise noise(Options options) {
        return new Noise(options.integer("seed", 0, 1L << 53));
    }

    private static Option seed() {
        return new Option("seed", "1", "a whole number from 0 to 2^53", "names the sample of what is left to chance");
    }

    private static Option positive() {
        return new Option("positive", "0.5", "0 to 1", "share of the bonds that are +1");
    }
}
