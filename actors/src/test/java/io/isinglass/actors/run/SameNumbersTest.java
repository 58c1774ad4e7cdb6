package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.Pair;
import io.isinglass.config.Experiments;
import io.isinglass.config.SpecException;
import io.isinglass.engine.catalog.Option;
import io.isinglass.streams.learn.Learners;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 1, through actors and streams: any cut and any number of threads give the numbers of one thread alone. */
class SameNumbersTest {

    private static final List<String> CUTS = List.of("1x1", "2x2", "4x2", "1x8");
    private static final Map<Integer, Node> NODES = new TreeMap<>();
    private static final List<String> IMAGES =
            List.of("data.kind=images", "data.options.path=disc.pbm", "data.options.flip=0.2", "data.options.frames=3");

    /** Records for the sites of a graph, some values missing. */
    private static final List<String> RECORDS = List.of(
            "data.kind=csv",
            "data.options.path=records.csv",
            "data.options.batch=4",
            "lattice.rows=1",
            "lattice.columns=" + Trials.COLUMNS,
            "lattice.bonds.kind=complete");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() {
        Trials.draw(folder);
        List.of(1, 2, 4).forEach(threads -> NODES.put(threads, Node.start(threads)));
    }

    @AfterAll
    static void stop() {
        NODES.values().forEach(Node::close);
    }

    /** A spec and its overrides: small, whatever it is. */
    record Case(String spec, List<String> overrides) {

        Experiment experiment(String... more) {
            return Trials.experiment(spec, folder, Trials.plus(overrides, more));
        }

        /** Those of the cuts that its lattice can be cut into. */
        List<String> cuts() {
            return CUTS.stream()
                    .filter(cut -> new Case(spec, Trials.plus(overrides, "lattice.blocks=" + cut)).isAllowed())
                    .toList();
        }

        String cut(int number) {
            return cuts().get(number % cuts().size());
        }

        boolean isAllowed() {
            try {
                experiment();
                return true;
            } catch (SpecException _) {
                return false;
            }
        }

        @Override
        public String toString() {
            return spec.lines().findFirst().orElseThrow() + " " + overrides;
        }
    }

    static Stream<Case> shipped() {
        List<String> small = List.of("schedule.epochs=6", "schedule.sweeps=5", "schedule.warmup=0");
        return Experiments.names().stream()
                .map(name -> new Case(
                        name,
                        Trials.plus(
                                small,
                                switch (name) {
                                    case "restore.yaml" ->
                                        new String[] {"data.options.path=disc.pbm", "data.options.frames=3"};
                                    case "flights.yaml" ->
                                        new String[] {"data.options.batch=500", "data.options.sites=6"};
                                    case "digits.yaml" ->
                                        new String[] {
                                            "data.options.sites=6",
                                            "learner.options.hidden_sites=3",
                                            "learner.options.hold=0.3",
                                            "learner.options.annealing=20"
                                        };
                                    default -> new String[] {"lattice.rows=8", "lattice.columns=16"};
                                })));
    }

    /** Every model with every kernel and every learner that it goes with, with data and without. */
    static Stream<Case> catalogue() {
        return cases(Pair.local());
    }

    static Stream<Case> catalogueOfWholes() {
        return cases(Pair.global());
    }

    private static Stream<Case> cases(Stream<Pair> pairs) {
        return pairs.flatMap(pair -> Learners.CATALOG.entries().stream()
                        .flatMap(learner -> Stream.of(List.<String>of(), IMAGES, RECORDS)
                                .map(data -> new Case(
                                        spec(pair), overrides(pair, learner.name(), learner.options(), data)))))
                .filter(Case::isAllowed);
    }

    private static String spec(Pair pair) {
        return """
            name: trial
            seed: 11
            lattice: {rows: 8, columns: 16, boundary: open}
            model: {kind: %s, couplings: {}, start: disordered}
            kernel: %s
            schedule: {epochs: 3, sweeps: 3, view: 2}
            """.formatted(pair.model(), pair.kernel());
    }

    private static List<String> overrides(Pair pair, String learner, List<Option> options, List<String> data) {
        List<String> overrides = new ArrayList<>(data);
        overrides.add("learner.kind=" + learner);
        options.stream()
                .filter(option -> option.fallback().isEmpty())
                .forEach(option -> overrides.add("learner.options." + option.name() + "=" + Pair.GIVEN));
        pair.named().forEach((name, value) -> overrides.add("model.couplings." + name + "=" + value));
        return overrides;
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void anyCutAndAnyNumberOfThreadsGiveTheNumbersOfOneThreadAlone(Case trial) {
        Oracle.Numbers exact = Trials.exact(NODES.get(1), trial.experiment());
        NODES.forEach((threads, node) -> {
            for (String cut : trial.cuts()) {
                Experiment experiment = trial.experiment("lattice.blocks=" + cut);
                assertEquals(exact, Trials.numbers(node, experiment), cut + " blocks, " + threads + " threads");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void soDoesEverythingInTheCatalogues(Case trial) {
        Oracle.Numbers exact = Trials.exact(NODES.get(1), trial.experiment());
        NODES.forEach((threads, node) -> {
            Experiment experiment = trial.experiment("lattice.blocks=" + trial.cut(threads));
            assertEquals(exact, Trials.numbers(node, experiment), threads + " threads");
        });
    }

    /** A torus in one block is its own neighbour. */
    @ParameterizedTest
    @MethodSource("catalogueOfWholes")
    void soDoesWhatMovesTheLatticeAsAWhole(Case trial) {
        NODES.forEach((threads, node) -> {
            for (String boundary : List.of("open", "torus")) {
                Experiment experiment = trial.experiment("lattice.boundary=" + boundary);
                assertEquals(Trials.exact(NODES.get(1), experiment), Trials.numbers(node, experiment), boundary);
            }
            assertThrows(SpecException.class, () -> trial.experiment("lattice.blocks=2x2"));
        });
    }

    @Test
    void soDoChainsThatAreToldTogether() {
        Case trial = new Case(
                "ising-critical.yaml",
                List.of(
                        "lattice.rows=8",
                        "lattice.columns=16",
                        "schedule.epochs=45",
                        "schedule.sweeps=5",
                        "schedule.warmup=1",
                        "learner.kind=none",
                        "learner.options.chains=3"));
        Oracle.Numbers exact = Trials.exact(NODES.get(1), trial.experiment());
        NODES.forEach((threads, node) -> {
            Experiment experiment = trial.experiment("lattice.blocks=" + trial.cut(threads));
            assertEquals(exact, Trials.numbers(node, experiment), threads + " threads");
        });
    }

    @Test
    void theCataloguesHoldEnoughForThisToSaySomething() {
        Set<String> learners = new HashSet<>();
        catalogue()
                .map(Case::experiment)
                .forEach(trial -> learners.add(trial.spec().learner().kind()));
        assertEquals(Learners.CATALOG.names(), learners, "every learner goes with something");
        assertTrue(Pair.all().count() >= 6, "six pairs of model and kernel fit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"moment-matching", "restoration"})
    void anyLagIsReproducibleAndGivesNumbersOfItsOwn(String learner) {
        Case trial = catalogue()
                .filter(each -> each.overrides().contains("learner.kind=" + learner))
                .filter(each -> each.overrides().containsAll(IMAGES))
                .findFirst()
                .orElseThrow();
        Set<Oracle.Numbers> seen = new HashSet<>();
        for (int lag : List.of(0, 1, 3)) {
            String[] more = {"schedule.lag=" + lag, "schedule.epochs=18", "schedule.sweeps=40"};
            Oracle.Numbers exact = Trials.exact(NODES.get(1), trial.experiment(more));
            for (String cut : CUTS) {
                Experiment experiment = trial.experiment(
                        Trials.plus(List.of(more), "lattice.blocks=" + cut).toArray(String[]::new));
                assertEquals(exact, Trials.numbers(NODES.get(2), experiment), cut + " blocks, lag " + lag);
            }
            seen.add(exact);
        }
        assertEquals(3, seen.size(), "the lag shows in the numbers");
    }
}
