package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.Runs;
import io.isinglass.streams.SweptLattice;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Loop;
import io.isinglass.streams.loop.Pace;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of every learner in the catalogue. A new learner whose options must be given adds examples below. */
class LearnersTest {

    private static final Lattice LATTICE = new Lattice(8, 6, Boundary.TORUS);
    private static final int LOOKS = 4;
    private static final int FRAMES = 5;

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

    static Stream<String> learners() {
        return Learners.CATALOG.names().stream();
    }

    static Stream<Arguments> learnersAndModels() {
        return learners()
                .flatMap(learner -> Models.CATALOG.names().stream().map(model -> Arguments.of(learner, model)));
    }

    @ParameterizedTest
    @MethodSource("learners")
    void equalRunsTeachTheSameAndAnotherSeedTeachesAnother(String learner) {
        List<String> once = lessons(run(learner, 0, 42));

        assertEquals(once, lessons(run(learner, 0, 42)));
        assertEquals(LOOKS * FRAMES, once.size());
        if (Set.copyOf(once).size() > 1) {
            assertNotEquals(once, lessons(run(learner, 0, 43)), "it learns from the sample");
        }
    }

    @ParameterizedTest
    @MethodSource("learnersAndModels")
    void couplingsAreAcceptedByTheModelFromTheStartOn(String learner, String model) {
        Task task = task(model);
        Optional<Learner> made = made(learner, task);

        made.ifPresent(each -> each.start().couplings().values().forEach(task.model()::check));
        if (made.isPresent()) {
            for (Learned learned : Runs.of(
                    task,
                    maker(learner),
                    batches(),
                    new Pace(12, Math.min(1, made.get().maxLag()), 0),
                    7)) {
                Stance next = learned.lesson().next();
                for (Couplings each : next.couplings().values()) {
                    assertDoesNotThrow(() -> task.model().check(each), learner);
                    assertDoesNotThrow(() -> task.model().check(each, task.lattice()), learner);
                    assertEquals(task.couplings().values().length, each.values().length);
                }
                int chains = made.get().chains().size();
                assertTrue(List.of(1, chains).contains(next.couplings().values().size()));
                assertTrue(Stream.of(
                                next.restarts(),
                                next.copies().keySet(),
                                next.copies().values())
                        .flatMap(Collection::stream)
                        .allMatch(chain -> chain >= 0 && chain < chains));
            }
        }
    }

    /** A learner for the task, if it takes it; one that does not says what it needs. */
    private static Optional<Learner> made(String learner, Task task) {
        try {
            return Optional.of(maker(learner).apply(task));
        } catch (Refused refused) {
            assertTrue(refused.getMessage().startsWith(learner + " needs "), refused.getMessage());
            assertEquals("kind", refused.path());
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @MethodSource("learnersThatStandALag")
    void aLagOnlyChangesWhatIsKnownWhen(String learner) {
        assertEquals(lessons(run(learner, 2, 42)), lessons(run(learner, 2, 42)));
    }

    static Stream<String> learnersThatStandALag() {
        return learners().filter(learner -> maker(learner).apply(task("ising")).maxLag() >= 2);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aLagThatALearnerDoesNotStandIsRefused(String learner) {
        int most = maker(learner).apply(task("ising")).maxLag();
        if (most < Integer.MAX_VALUE) {
            var refused = assertThrows(CompletionException.class, () -> run(learner, most + 1, 42));
            assertEquals(
                    "lag must be at most " + most + ", was " + (most + 1),
                    refused.getCause().getMessage());
        }
    }

    /** Half and half make a whole: fields that are put away and taken out again teach what they would have taught. */
    @ParameterizedTest
    @MethodSource("learners")
    void fieldsThatWereStoredHalfwayTeachTheSame(String learner) {
        Task task = task("ising");
        int chains = maker(learner).apply(task).chains().size();
        SweptLattice swept = new SweptLattice(LATTICE, task.model(), chains, 42);
        Function<Order, CompletionStage<Sample>> stored = order -> {
            if (order.epoch() == LOOKS * FRAMES / 2) {
                swept.store();
            }
            return swept.apply(order);
        };
        List<Learned> halves =
                Runs.all(Loop.of(stored, () -> maker(learner).apply(task), batches(), new Pace(12, 0, 3)));

        assertEquals(lessons(run(learner, 0, 42)), lessons(halves));
    }

    /** Chains may exchange names, but none loses its own or gets two. */
    @ParameterizedTest
    @MethodSource("learners")
    void everyNameHasOneBearer(String learner) {
        int chains = maker(learner).apply(task("ising")).chains().size();
        Set<Integer> all = IntStream.range(0, chains).boxed().collect(Collectors.toSet());
        for (Learned learned : run(learner, 0, 42)) {
            assertEquals(
                    all,
                    IntStream.range(0, chains)
                            .mapToObj(learned.lesson()::bearer)
                            .collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void chainsHaveNamesOfTheirOwn(String learner) {
        List<String> names = maker(learner).apply(task("ising")).chains().stream()
                .map(Chain::name)
                .toList();

        assertEquals(names.size(), Set.copyOf(names).size());
        assertTrue(names.size() == 1 || !names.contains(""), "an only chain may go without a name");
    }

    @ParameterizedTest
    @MethodSource("learners")
    void anEpochTellsEachNumberOnceAndNoneThatIsNotOne(String learner) {
        for (Learned learned : run(learner, 0, 42)) {
            Set<String> keys = new HashSet<>();
            for (Reading reading : learned.lesson().readings()) {
                assertTrue(keys.add(reading.key()), reading.key() + " is told twice");
                assertTrue(Double.isFinite(reading.estimate().mean()), reading.toString());
                assertTrue(reading.estimate().stderr() >= 0, reading.toString());
            }
        }
    }

    static Stream<Arguments> options() {
        return Learners.CATALOG.entries().stream()
                .flatMap(entry -> entry.options().stream().map(option -> Arguments.of(entry.name(), option)));
    }

    @ParameterizedTest
    @MethodSource("options")
    void aValueOutOfRangeIsRefusedWithItsRange(String learner, Option option) {
        for (Object wrong : List.of(-1e300, 1e300, "much", Double.NaN)) {
            Refused refused = assertThrows(Refused.class, () -> make(learner, Map.of(option.name(), wrong)));

            assertEquals(option.name() + " must be " + option.allowed() + ", was " + wrong, refused.getMessage());
            assertEquals("options." + option.name(), refused.path());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none, chains, 0",
        "none, chains, 65",
        "none, chains, 1.5",
        "moment-matching, bond_density, 1",
        "moment-matching, bond_density, -1",
        "moment-matching, magnetisation, 1",
        "black-box-bound, lambda, 5.01",
        "black-box-bound, delay, 0",
        "black-box-bound, decay, 0.5",
        "black-box-bound, decay, 1.01",
        "restoration, flip_rate, 0.009",
        "restoration, flip_rate, 0.5",
        "restoration, memory, 0",
        "restoration, memory, 65",
        "restoration, memory, 1.5",
        "restoration, hold, -0.1",
        "restoration, hold, 1",
        "replica-exchange, replicas, 1",
        "replica-exchange, replicas, 257",
        "replica-exchange, from, -0.1",
        "replica-exchange, to, 0",
        "replica-exchange, pairs, even",
        "replica-exchange, adapt, 1",
        "annealing, replicas, 0",
        "annealing, from, 0",
        "annealing, steps, cubic",
        "population-annealing, replicas, 1",
        "population-annealing, to, 1001"
    })
    void theEdgesOfRangesAreKept(String learner, String option, String value) {
        Refused refused = assertThrows(Refused.class, () -> make(learner, Map.of(option, value)));

        assertTrue(refused.getMessage().endsWith(", was " + value), refused.getMessage());
    }

    @ParameterizedTest
    @MethodSource("options")
    void aFallbackIsInRangeAndWithoutOneTheOptionMustBeGiven(String learner, Option option) {
        if (option.fallback().isEmpty()) {
            Map<String, Object> others = new HashMap<>(examples(learner));
            others.remove(option.name());
            Refused refused = assertThrows(
                    Refused.class, () -> Learners.CATALOG.make(learner, others).apply(task("ising")));
            assertEquals(option.name() + " must be given: " + option.allowed(), refused.getMessage());
        } else {
            assertDoesNotThrow(() -> make(learner, Map.of(option.name(), option.fallback())));
        }
    }

    @Test
    void mistypedNamesAreGuessed() {
        Refused name = assertThrows(Refused.class, () -> Learners.CATALOG.make("restauration", Map.of()));
        assertTrue(name.getMessage().contains("did you mean \"restoration\"?"), name.getMessage());

        Refused option = assertThrows(Refused.class, () -> make("restoration", Map.of("fliprate", 0.2)));
        assertTrue(option.getMessage().contains("did you mean \"flip_rate\"?"), option.getMessage());
    }

    @Test
    void theLearnerThatDoesNotLearnKeepsTheCouplings() {
        Couplings given = task("ising").couplings();

        assertTrue(run("none", 0, 1).stream()
                .allMatch(
                        learned -> learned.lesson().next().couplings().shared().equals(given)));
    }

    private static List<Learned> run(String learner, int lag, long seed) {
        return Runs.of(task("ising"), maker(learner), batches(), new Pace(12, lag, 3), seed);
    }

    private static akka.stream.javadsl.Source<Batch, akka.NotUsed> batches() {
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

    private static Task task(String name) {
        Model model = Models.CATALOG.make(name, Map.of());
        if (!COUPLINGS.containsKey(name)) {
            throw new AssertionError("give couplings of the new model " + name);
        }
        Couplings couplings = model.couplings(COUPLINGS.get(name));
        Lattice lattice = new Lattice(
                1, LATTICE.rows(), LATTICE.columns(), Boundary.TORUS, new Regular(model.rings(), Weights.UNIFORM));
        return new Task(lattice, model, couplings, Start.DISORDERED, LOOKS * FRAMES, true, new Noise(5));
    }

    private static Function<Task, Learner> maker(String learner) {
        return Learners.CATALOG.make(learner, examples(learner));
    }

    private static Learner make(String learner, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(examples(learner));
        options.putAll(more);
        return Learners.CATALOG.make(learner, options).apply(task("ising"));
    }

    private static Map<String, Object> examples(String learner) {
        Map<String, Object> examples = new HashMap<>();
        for (Option option : entry(learner).options()) {
            if (option.fallback().isEmpty()) {
                examples.put(option.name(), EXAMPLES.get(option.name()));
            }
        }
        return examples;
    }

    private static Catalog.Entry<Function<Task, Learner>> entry(String learner) {
        return Learners.CATALOG.entries().stream()
                .filter(entry -> entry.name().equals(learner))
                .findFirst()
                .orElseThrow();
    }

    /** Lessons in words, pictures pixel by pixel. */
    private static List<String> lessons(List<Learned> run) {
        return run.stream()
                .map(Learned::lesson)
                .map(lesson -> lesson.next() + " " + lesson.readings() + " "
                        + lesson.pictures().stream()
                                .map(picture -> picture.name() + Arrays.toString(picture.values()))
                                .toList())
                .toList();
    }
}
