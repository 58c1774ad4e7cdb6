package io.isinglass.engine.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Patterns;
import io.isinglass.engine.Place;
import io.isinglass.engine.Sampled;
import io.isinglass.engine.Sampled.Run;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Wirings;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model of few states against the sum over all of them, whatever kernel moves it and whatever binds it. */
class StateSumTest {

    /*
     * An estimate is within 4σ of the truth, and its σ below a twentieth of the root mean square of what is estimated.
     */

    private static final int CHAINS = 4;
    private static final int SWEEPS = 4000;
    private static final double SHARPNESS = 1 / 20.0;

    /** By what decides them: all but the kernel. */
    private static final Map<String, StateSum> TRUTHS = new HashMap<>();

    static Stream<Place> places() {
        return Pair.sampling()
                .filter(pair -> StateSum.states(pair.model()).length > 0)
                .flatMap(pair -> Place.of(pair, Place.SMALL));
    }

    @ParameterizedTest
    @MethodSource("places")
    void everyModelOfFewStatesHasTheMomentsOfTheSumOverAllOfThem(Place place) {
        Lattice lattice = place.lattice();
        double[] evidence = Patterns.random(lattice, 3);
        Couplings couplings = place.pair().couplings().with(0, 0.3);
        String where =
                place.pair().modelName() + " " + place.wiring() + " " + lattice.sites() + " " + lattice.dimensions();
        StateSum truth =
                TRUTHS.computeIfAbsent(where, _ -> StateSum.of(place.pair().model(), lattice, couplings, evidence));
        Run run = new Run(place.cuts().getLast(), CHAINS, SWEEPS, evidence);
        Sampled ours = Sampled.by(place.pair(), couplings, run);
        List<Observable> direct =
                place.pair().model().observables(lattice, couplings).direct();
        for (int k = 0; k < direct.size(); k++) {
            ours.assertNear(truth.direct()[k], direct.get(k).name(), SHARPNESS * truth.rootMeanSquares()[k]);
        }
        for (int k = 0; k < truth.terms().length; k++) {
            ours.assertNear(truth.terms()[k], "T" + k, SHARPNESS * lattice.countBonds() * 2);
        }
    }

    /** ln Z of Potts at (K, h) is that of Ising at (K/2, h/2) and a constant; δ(s, s′) is (1 + s s′)/2. */
    @ParameterizedTest
    @CsvSource({"0.4, 0.3", "-0.7, 1.1"})
    void twoStatesOfPottsAndTwoHoursOfTheClockAreIsings(double k, double h) {
        Lattice lattice = new Lattice(3, 3, Boundary.OPEN);
        double[] none = new double[9];
        StateSum ising = StateSum.of(model("ising"), lattice, new Couplings(k / 2, h / 2, 0), none);
        StateSum potts = StateSum.of(Models.CATALOG.make("potts", Map.of("q", 2)), lattice, new Couplings(k, h), none);
        assertEquals(ising.logZ() + 12 * k / 2 + 9 * h / 2, potts.logZ(), 1e-12);
        assertEquals((12 + ising.terms()[0]) / 2, potts.terms()[0], 1e-12);
        StateSum clock =
                StateSum.of(Models.CATALOG.make("clock", Map.of("q", 2)), lattice, new Couplings(k / 2, h / 2), none);
        assertEquals(ising.logZ(), clock.logZ(), 1e-12);
        assertEquals(ising.direct()[3], clock.direct()[3], 1e-12, "the order parameter is |m|");
        assertEquals(ising.direct()[3], potts.direct()[3], 1e-12, "the order parameter is |m|");
    }

    /** cos 2π/3 = −½: a clock of three hours at K is Potts at 3K/2; on triangles, so that no hour can be renamed. */
    @Test
    void threeHoursOfTheClockArePotts() {
        Bonds triangles =
                Wirings.CATALOG.make("complete", Map.of()).bonds(new Lattice(1, 4, Boundary.OPEN), 1, _ -> "");
        Lattice lattice = new Lattice(1, 1, 4, Boundary.OPEN, triangles);
        double[] none = new double[4];
        StateSum potts = StateSum.of(model("potts"), lattice, new Couplings(0.9, 0.3), none);
        StateSum clock =
                StateSum.of(Models.CATALOG.make("clock", Map.of("q", 3)), lattice, new Couplings(0.6, 0.2), none);
        assertEquals(potts.logZ() - 6 * 0.3 - 4 * 0.1, clock.logZ(), 1e-12);
        assertEquals(potts.direct()[0], (1 + 2 * clock.direct()[0]) / 3, 1e-12);
    }

    private static Model model(String name) {
        return Models.CATALOG.make(name, Map.of());
    }
}
