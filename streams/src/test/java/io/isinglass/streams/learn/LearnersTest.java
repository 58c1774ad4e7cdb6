package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Models;
import io.isinglass.streams.Runs;
import io.isinglass.streams.SweptLattice;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Loop;
import io.isinglass.streams.loop.Pace;
import io.isinglass.streams.loop.Resumption;
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

/** Laws of every learner in the catalogue. */
class LearnersTest {

    static Stream<String> learners() {
        return Examples.learners();
    }

    static Stream<Arguments> learnersAndModels() {
        return learners()
                .flatMap(learner -> Models.CATALOG.names().stream().map(model -> Arguments.of(learner, model)));
    }

    @ParameterizedTest
    @MethodSource("learners")
    void equalRunsTeachTheSameAndAnotherSeedTeachesAnother(String learner) {
        List<String> once = Examples.lessons(Examples.run(learner, 0, 42));

        assertEquals(once, Examples.lessons(Examples.run(learner, 0, 42)));
        assertEquals(Examples.LOOKS * Examples.FRAMES, once.size());
        if (Set.copyOf(once).size() > 1) {
            assertNotEquals(once, Examples.lessons(Examples.run(learner, 0, 43)), "it learns from the sample");
        }
    }

    @ParameterizedTest
    @MethodSource("learnersAndModels")
    void couplingsAreAcceptedByTheModelFromTheStartOn(String learner, String model) {
        Task task = Examples.task(model);
        Optional<Learner> made = made(learner, task);

        made.ifPresent(each -> each.start().couplings().values().forEach(task.model()::check));
        if (made.isPresent()) {
            for (Learned learned : Runs.of(
                    task,
                    Examples.maker(learner),
                    Examples.batches(),
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
            return Optional.of(Examples.maker(learner).apply(task));
        } catch (Refused refused) {
            assertTrue(refused.getMessage().startsWith(learner + " needs "), refused.getMessage());
            assertEquals("kind", refused.path());
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @MethodSource("learnersThatStandALag")
    void aLagOnlyChangesWhatIsKnownWhen(String learner) {
        assertEquals(Examples.lessons(Examples.run(learner, 2, 42)), Examples.lessons(Examples.run(learner, 2, 42)));
    }

    static Stream<String> learnersThatStandALag() {
        return learners()
                .filter(learner ->
                        Examples.maker(learner).apply(Examples.taskOf(learner)).maxLag() >= 2);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aLagThatALearnerDoesNotStandIsRefused(String learner) {
        int most = Examples.maker(learner).apply(Examples.taskOf(learner)).maxLag();
        if (most < Integer.MAX_VALUE) {
            var refused = assertThrows(CompletionException.class, () -> Examples.run(learner, most + 1, 42));
            assertEquals(
                    "lag must be at most " + most + ", was " + (most + 1),
                    refused.getCause().getMessage());
        }
    }

    /** Half and half make a whole: fields that are put away and taken out again teach what they would have taught. */
    @ParameterizedTest
    @MethodSource("learners")
    void fieldsThatWereStoredHalfwayTeachTheSame(String learner) {
        Task task = Examples.taskOf(learner);
        int chains = Examples.maker(learner).apply(task).chains().size();
        SweptLattice swept = new SweptLattice(task.lattice(), task.model(), chains, 42);
        Function<Order, CompletionStage<Sample>> stored = order -> {
            if (order.epoch() == Examples.LOOKS * Examples.FRAMES / 2) {
                swept.store();
            }
            return swept.apply(order);
        };
        List<Learned> halves = Runs.all(Loop.of(
                stored,
                () -> Examples.maker(learner).apply(task),
                Examples.batches(),
                new Pace(12, 0, 3),
                Resumption.none()));

        assertEquals(Examples.lessons(Examples.run(learner, 0, 42)), Examples.lessons(halves));
    }

    /** Chains may exchange names, but none loses its own or gets two. */
    @ParameterizedTest
    @MethodSource("learners")
    void everyNameHasOneBearer(String learner) {
        int chains =
                Examples.maker(learner).apply(Examples.taskOf(learner)).chains().size();
        Set<Integer> all = IntStream.range(0, chains).boxed().collect(Collectors.toSet());
        for (Learned learned : Examples.run(learner, 0, 42)) {
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
        List<String> names = Examples.maker(learner).apply(Examples.taskOf(learner)).chains().stream()
                .map(Chain::name)
                .toList();

        assertEquals(names.size(), Set.copyOf(names).size());
        assertTrue(names.size() == 1 || !names.contains(""), "an only chain may go without a name");
    }

    @ParameterizedTest
    @MethodSource("learners")
    void anEpochTellsEachNumberOnceAndNoneThatIsNotOneButSaysSo(String learner) {
        for (Learned learned : Examples.run(learner, 0, 42)) {
            Set<String> keys = new HashSet<>();
            for (Reading reading : learned.lesson().readings()) {
                assertTrue(keys.add(reading.key()), reading.key() + " is told twice");
                boolean known = !reading.estimate().equals(Estimate.unknown());
                assertEquals(known, Double.isFinite(reading.estimate().mean()), reading.toString());
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
        "known-action, theory, w",
        "known-action, theory, K w",
        "known-action, scan, w",
        "known-action, reach, 0",
        "known-action, observables, phi2",
        "known-action, chains, 0",
        "known-action, chains, 4097",
        "known-action, hold, 1",
        "known-action, least_ess, 0",
        "known-action, least_ess, 1.01",
        "likelihood, chains, 1",
        "likelihood, chains, 4097",
        "local-action, scatter, 1",
        "local-action, chains, 1",
        "local-action, hold, 1",
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
        "population-annealing, to, 1001",
        "phi4-network, visible, cubic",
        "phi4-network, hidden_sites, 0",
        "phi4-network, grain, 1.1",
        "phi4-network, held_out, 1",
        "phi4-network, minibatch, 0",
        "phi4-network, chains, 0",
        "phi4-network, temperatures, 0",
        "phi4-network, temperatures, 65",
        "phi4-network, rate, 0",
        "phi4-network, decay, -1",
        "phi4-network, hold, 1"
    })
    void theEdgesOfRangesAreKept(String learner, String option, String value) {
        Refused refused = assertThrows(Refused.class, () -> make(learner, Map.of(option, value)));

        assertTrue(refused.getMessage().endsWith(", was " + value), refused.getMessage());
    }

    @ParameterizedTest
    @MethodSource("options")
    void aFallbackIsInRangeAndWithoutOneTheOptionMustBeGiven(String learner, Option option) {
        if (option.fallback().isEmpty()) {
            Map<String, Object> others = new HashMap<>(Examples.examples(learner));
            others.remove(option.name());
            Refused refused = assertThrows(
                    Refused.class, () -> Learners.CATALOG.make(learner, others).apply(Examples.taskOf(learner)));
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
        Couplings given = Examples.taskOf("none").couplings();

        assertTrue(Examples.run("none", 0, 1).stream()
                .allMatch(
                        learned -> learned.lesson().next().couplings().shared().equals(given)));
    }

    private static Learner make(String learner, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Examples.examples(learner));
        options.putAll(more);
        return Learners.CATALOG.make(learner, options).apply(Examples.taskOf(learner));
    }
}
