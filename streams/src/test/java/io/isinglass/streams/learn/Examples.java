package io.isinglass.streams.learn;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.lattice.Wirings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.Runs;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Pace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An example of every learner in the catalogue, and what it is given to learn from. A new learner whose options must be
 * given adds them here.
 */
public final class Examples {

    static final Lattice LATTICE = new Lattice(8, 6, Boundary.TORUS);
    static final int LOOKS = 4;
    static final int FRAMES = 5;

    private static final Map<String, Object> EXAMPLES = Map.of("bond_density", 0.5, "magnetisation", 0.1);

    private static final Map<String, Map<String, Double>> COUPLINGS = Map.of(
            "ising", Map.of("K", 0.3, "h", 0.02),
            "phi4", Map.of("w", 1.0, "a", 1.65, "b", 0.125),
            "phi4-next", Map.of("w", 1.0, "v", 0.2, "a", 1.65, "b", 0.125),
            "phi4-network", Map.of("w", 1.0, "a", 1.65, "b", 0.125, "m", 1.0, "n", 0.1),
            "xy", Map.of("K", 0.8),
            "potts", Map.of("K", 0.7, "h", 0.1),
            "clock", Map.of("K", 0.6),
            "mean-field", Map.of("K", 0.3));

    /** Learners that need a graph. */
    private static final Set<String> GRAPHS = Set.of("network", "local-action", "local-likelihood");

    /** The models of learners that do not take Ising spins. */
    private static final Map<String, String> MODELS =
            Map.of("local-action", "phi4", "local-likelihood", "phi4", "phi4-network", "phi4");

    private static final Lattice GRAPH = graph("random-regular", (int) LATTICE.sites(), Map.of("degree", 3));

    private Examples() {}

    static Lattice complete(int sites) {
        return graph("complete", sites, Map.of());
    }

    /** To learn spins on a graph from records of any kind. */
    static Task task(Lattice lattice, long seed) {
        return new Task(
                lattice,
                new Ising(),
                new Couplings(1, 0, 1),
                Start.DISORDERED,
                1,
                Optional.of(Schema.PLAIN),
                new Noise(seed));
    }

    private static Lattice graph(String wiring, int sites, Map<String, Object> options) {
        Lattice box = new Lattice(1, sites, Boundary.OPEN);
        return new Lattice(
                1,
                1,
                sites,
                Boundary.OPEN,
                Wirings.CATALOG.make(wiring, options).bonds(box, 1, _ -> ""));
    }

    /** The names of all learners. */
    public static Stream<String> learners() {
        return Learners.CATALOG.names().stream();
    }

    static List<Learned> run(String learner, int lag, long seed) {
        Task task = taskOf(learner);
        Task seeded = new Task(
                task.lattice(),
                task.model(),
                task.couplings(),
                task.start(),
                task.epochs(),
                task.data(),
                new Noise(seed));
        return Runs.of(seeded, maker(learner), batches(), new Pace(12, lag, 3), seed);
    }

    public static LongFunction<Source<Batch, NotUsed>> batches() {
        List<Frame> frames = IntStream.range(0, FRAMES)
                .mapToObj(look -> new Frame(look, "stripes", look, stripes(look), Optional.of(stripes(-1))))
                .toList();
        return Runs.looking(frames, LOOKS);
    }

    /** Stripes three wide, with a flipped row that moves on with the look. */
    private static double[] stripes(int look) {
        return IntStream.range(0, (int) LATTICE.sites())
                .mapToDouble(site -> (site % 6 < 3 ? 1 : -1) * (site / 6 == look ? -1 : 1))
                .toArray();
    }

    public static Task task(String name) {
        Model model = Models.CATALOG.make(name, Map.of());
        if (!COUPLINGS.containsKey(name)) {
            throw new AssertionError("give couplings of the new model " + name);
        }
        Couplings couplings = model.couplings(COUPLINGS.get(name));
        Lattice lattice = new Lattice(
                1, LATTICE.rows(), LATTICE.columns(), Boundary.TORUS, new Regular(model.rings(), Weights.UNIFORM));
        return new Task(
                lattice, model, couplings, Start.DISORDERED, LOOKS * FRAMES, Optional.of(Schema.PLAIN), new Noise(42));
    }

    /** A task that a learner takes: Ising spins or what it asks for, on a graph where it asks for one. */
    public static Task taskOf(String learner) {
        Task task = task(MODELS.getOrDefault(learner, "ising"));
        return GRAPHS.contains(learner)
                ? new Task(
                        GRAPH, task.model(), task.couplings(), task.start(), task.epochs(), task.data(), task.noise())
                : task;
    }

    public static Function<Task, Learner> maker(String learner) {
        return maker(learner, Map.of());
    }

    /** The same with other options too, as far as the learner has them. */
    public static Function<Task, Learner> maker(String learner, Map<String, Object> more) {
        Map<String, Object> examples = examples(learner);
        for (Option option : options(learner)) {
            if (more.containsKey(option.name())) {
                examples.put(option.name(), more.get(option.name()));
            }
        }
        return Learners.CATALOG.make(learner, examples);
    }

    static Map<String, Object> examples(String learner) {
        Map<String, Object> examples = new HashMap<>();
        for (Option option : options(learner)) {
            if (option.fallback().isEmpty()) {
                examples.put(option.name(), EXAMPLES.get(option.name()));
            }
        }
        return examples;
    }

    /** Lessons in words, pictures pixel by pixel. */
    public static List<String> lessons(List<Learned> run) {
        return run.stream()
                .map(Learned::lesson)
                .map(lesson -> lesson.next() + " " + lesson.readings() + " "
                        + lesson.pictures().stream()
                                .map(picture -> picture.name() + Arrays.toString(picture.values()))
                                .toList())
                .toList();
    }

    private static List<Option> options(String learner) {
        return Learners.CATALOG.entries().stream()
                .filter(entry -> entry.name().equals(learner))
                .findFirst()
                .orElseThrow()
                .options();
    }
}
