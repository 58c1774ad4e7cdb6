package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import java.util.List;
import java.util.function.Function;

/** The catalogue of learners; an entry makes a new learner for a task, or refuses the task. */
public final class Learners {

    public static final Catalog<Function<Task, Learner>> CATALOG = new Catalog<Function<Task, Learner>>("learner")
            .with(
                    "none",
                    "leaves the couplings as they are",
                    fixed(),
                    o -> task -> new Fixed(task, (int) o.integer("chains", 1, 64)))
            .with(
                    "moment-matching",
                    "finds K and h for a bond density and a magnetisation",
                    moments(),
                    o -> task -> new MomentMatching(
                            task,
                            o.number("bond_density", b -> Math.abs(b) < 1),
                            o.number("magnetisation", m -> Math.abs(m) < 1)))
            .with(
                    "black-box-bound",
                    "climbs the uniform mean-field bound by sampled gradients",
                    bound(),
                    o -> task -> new BlackBoxBound(
                            task,
                            o.number("lambda", l -> Math.abs(l) <= 5),
                            o.number("delay", d -> d > 0 && d <= 1e9),
                            o.number("decay", d -> d > 0.5 && d <= 1)))
            .with(
                    "variational",
                    "climbs the evidence bound of spins or of a phi4 field by sampled gradients",
                    Variational.OPTIONS,
                    Variational::given)
            .with(
                    "known-action",
                    "learns an action with a simpler one, and reweights to it, real or complex",
                    ActionTask.OPTIONS,
                    o -> given(ActionTask.of(o)))
            .with(
                    "local-action",
                    "learns a phi4 action with a coupling of its own for each bond and site of a graph",
                    LocalAction.OPTIONS,
                    o -> given(LocalAction.Asked.of(o)))
            .with(
                    "restoration",
                    "restores noisy images, learning their smoothness and the noise",
                    images(),
                    o -> task -> new Restoration(
                            task,
                            o.number("flip_rate", p -> p >= 0.01 && p <= 0.49),
                            (int) o.integer("memory", 1, 64),
                            o.number("hold", h -> h >= 0 && h < 1)))
            .with(
                    "replica-exchange",
                    "exchanges temperatures between chains (parallel tempering)",
                    exchange(),
                    o -> task -> new ReplicaExchange(
                            task,
                            (int) o.integer("replicas", 2, 256),
                            o.number("from", f -> f >= 0 && f <= 1000),
                            o.number("to", f -> f > 0 && f <= 1000),
                            o.oneOf("pairs", "alternating", "random").equals("alternating"),
                            o.number("adapt", a -> a >= 0 && a < 1)))
            .with(
                    "annealing",
                    "cools chains towards a state of least energy",
                    annealing(),
                    o -> task -> new Annealing(
                            task,
                            (int) o.integer("replicas", 1, 4096),
                            o.number("from", f -> f > 0 && f <= 1000),
                            o.number("to", f -> f > 0 && f <= 1000),
                            o.oneOf("steps", "linear", "geometric").equals("geometric")))
            .with(
                    "population-annealing",
                    "cools a population of chains that copies its best; measures the free energy",
                    population(),
                    o -> task -> new PopulationAnnealing(
                            task,
                            (int) o.integer("replicas", 2, 65536),
                            o.number("from", f -> f >= 0 && f <= 1000),
                            o.number("to", f -> f > 0 && f <= 1000)))
            .with(
                    "likelihood",
                    "finds the couplings under which records are most likely, of any model that is sampled",
                    List.of(new Option("chains", "64", "2..4096", "independent chains that show what the model does")),
                    o -> task -> new Likelihood(task, (int) o.integer("chains", 2, 4096)))
            .with(
                    "local-likelihood",
                    "finds the phi4 theory of a graph, a coupling for each bond and site, under which records are most"
                            + " likely",
                    LocalLikelihood.OPTIONS,
                    LocalLikelihood::given)
            .with(
                    "network",
                    "learns who depends on whom from records, each foreseen before it is learned from",
                    Network.OPTIONS,
                    o -> given(Network.Asked.of(o)))
            .with(
                    "phi4-network",
                    "learns a visible and a hidden layer of fields from records; Boltzmann machines, too",
                    FieldNetwork.OPTIONS,
                    FieldNetwork::given);

    private Learners() {}

    private static Function<Task, Learner> given(ActionTask asked) {
        return task -> new KnownAction(task, asked);
    }

    private static Function<Task, Learner> given(LocalAction.Asked asked) {
        return task -> new LocalAction(task, asked);
    }

    private static Function<Task, Learner> given(Network.Asked asked) {
        return task -> new Network(task, asked);
    }

    private static List<Option> fixed() {
        return List.of(new Option(
                "chains",
                "1",
                "1..64",
                "independent chains, begun ordered and disordered by turns, told together too"));
    }

    private static List<Option> moments() {
        return List.of(
                new Option("bond_density", "", "above -1, below 1", "wanted mean of s s' over the bonds"),
                new Option("magnetisation", "", "above -1, below 1", "wanted mean of s over the sites"));
    }

    private static List<Option> bound() {
        return List.of(
                new Option("lambda", "0.5", "-5..5", "natural parameter to start from"),
                new Option("delay", "10", "above 0, at most 1e9", "epochs after which steps begin to shrink"),
                new Option("decay", "0.7", "above 0.5, at most 1", "exponent with which steps shrink"));
    }

    private static List<Option> images() {
        return List.of(
                new Option("flip_rate", "0.35", "0.01..0.49", "chance of a flipped pixel to start from"),
                new Option("memory", "6", "1..64", "frames of one image that are learned from at once"),
                new Option("hold", "0.4", "0 or more, below 1", "part of the run, at its end, with K and p held"));
    }

    private static List<Option> exchange() {
        return List.of(
                new Option("replicas", "8", "2..256", "rungs of the ladder, a chain each"),
                new Option("from", "0.5", "0..1000", "factor on the couplings at the lowest rung, the hottest"),
                to("factor on the couplings at the highest rung"),
                new Option(
                        "pairs", "alternating", "alternating or random", "which pairs are tried: even, odd, even ..."),
                new Option("adapt", "0.3", "0 or more, below 1", "part of the run, at its start, in which rungs move"));
    }

    private static List<Option> annealing() {
        return List.of(
                new Option("replicas", "8", "1..4096", "chains that are cooled side by side"),
                new Option("from", "0.1", "above 0, at most 1000", "factor on the couplings in the first epoch"),
                to("factor on the couplings in the last epoch"),
                new Option("steps", "linear", "linear or geometric", "whether factors grow by equal steps or ratios"));
    }

    private static List<Option> population() {
        return List.of(
                new Option("replicas", "64", "2..65536", "chains in the population"),
                new Option("from", "0", "0..1000", "factor on the couplings in the first epoch"),
                to("factor on the couplings in the last epoch"));
    }

    private static Option to(String summary) {
        return new Option("to", "1", "above 0, at most 1000", summary);
    }
}
