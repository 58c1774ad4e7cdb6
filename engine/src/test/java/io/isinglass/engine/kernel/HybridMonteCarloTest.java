package io.isinglass.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Graph.Bond;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.model.Proposal;
import io.isinglass.engine.model.Smooth;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A trajectory goes back the way it came, keeps areas, and keeps H to the square of its step. */
class HybridMonteCarloTest {

    private static final Smooth MODEL = (Smooth) Models.CATALOG.make("phi4", Map.of());
    private static final Couplings CRITICAL = new Couplings(1, 1.52425, 0.175, 0.1);
    private static final Noise NOISE = new Noise(11);

    static Stream<Lattice> lattices() {
        return Stream.of(
                new Lattice(6, 8, Boundary.TORUS),
                new Lattice(5, 7, Boundary.OPEN),
                new Lattice(1, 1, 12, Boundary.TORUS, Bonds.NEAREST),
                new Lattice(2, 4, 2, Boundary.TORUS, Bonds.NEAREST),
                new Lattice(new Graph(4, List.of(new Bond(0, 1, 0.5), new Bond(1, 2, -1), new Bond(0, 2, 0.25)))));
    }

    /** A field with values as they are in equilibrium. */
    private static ClearField settled(Lattice lattice) {
        Mosaic mosaic = Pair.of("phi4", "heat-bath").mosaic(Cut.whole(lattice), 1, new double[0], 5);
        mosaic.restart(0, Start.DISORDERED);
        mosaic.run(50, CRITICAL);
        return (ClearField) mosaic.tiles().getFirst().field(0);
    }

    private static Trajectory trajectory(ClearField field, long sweep) {
        return new Trajectory(MODEL, field, CRITICAL, NOISE.dice(0, sweep, Noise.WHOLE));
    }

    private static double[] values(ClearField field) {
        double[] values = new double[field.patch().sites()];
        for (int site = 0; site < values.length; site++) {
            values[site] = field.whole().value(site);
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("lattices")
    void turnedAboutItGoesBackTheWayItCame(Lattice lattice) {
        ClearField field = settled(lattice);
        double[] before = values(field);
        Trajectory trajectory = trajectory(field, 1);
        double start = trajectory.energy();
        trajectory.run(20, 0.05);
        assertNotEquals(before[0], field.whole().value(0), 0.01);
        trajectory.turn();
        trajectory.run(20, 0.05);
        for (int site = 0; site < before.length; site++) {
            assertEquals(before[site], field.whole().value(site), 1e-12);
        }
        assertEquals(start, trajectory.energy(), 1e-10);
    }

    /** Half the step, a quarter of the error; a scheme of first order would halve it. */
    @ParameterizedTest
    @MethodSource("lattices")
    void theEnergyIsKeptToTheSquareOfTheStep(Lattice lattice) {
        double coarse = error(lattice, 10);
        double fine = error(lattice, 20);
        double finest = error(lattice, 40);
        assertTrue(Math.abs(coarse) > 1e-7, "there is an error to see: " + coarse);
        assertEquals(4, coarse / fine, 0.3);
        assertEquals(4, fine / finest, 0.1);
    }

    private static double error(Lattice lattice, int steps) {
        Trajectory trajectory = trajectory(settled(lattice), 1);
        double start = trajectory.energy();
        trajectory.run(steps, 0.5 / steps);
        return trajectory.energy() - start;
    }

    /** Creutz (1988): it follows from p and area alone, whatever the step; a gain known in σ, and it does gain and lose. */
    @ParameterizedTest
    @ValueSource(ints = {3, 6})
    void theMeanOfEToMinusTheGainIsOne(int steps) {
        Lattice lattice = new Lattice(4, 4, Boundary.TORUS);
        Mosaic mosaic = Pair.of("phi4", "heat-bath").mosaic(Cut.whole(lattice), 1, new double[0], 5);
        mosaic.restart(0, Start.DISORDERED);
        Bins bins = new Bins(2);
        for (int sweep = 0; sweep < 20_000; sweep++) {
            mosaic.run(1, CRITICAL);
            ClearField copy = copy((ClearField) mosaic.tiles().getFirst().field(0));
            Trajectory trajectory = trajectory(copy, sweep);
            double start = trajectory.energy();
            trajectory.run(steps, 1.0 / steps);
            double gain = trajectory.energy() - start;
            bins.add(new double[] {Math.exp(-gain), gain});
        }
        Estimate mean = bins.estimate(0);
        assertEquals(1, mean.mean(), 4 * mean.stderr());
        assertTrue(mean.stderr() < 0.01, "known to " + mean.stderr());
        assertTrue(bins.mean(1) > 20 * mean.stderr() * mean.stderr(), "trajectories have errors: " + bins.mean(1));
    }

    private static ClearField copy(ClearField field) {
        ClearField copy = new ClearField(field.patch(), field.values());
        for (int site = 0; site < field.patch().sites(); site++) {
            copy.whole().set(site, field.whole().value(site));
        }
        return copy;
    }

    /** The slope against ln p a little to either side. */
    @Test
    void theSlopeIsTheDerivative() {
        ClearField field = settled(new Lattice(4, 6, Boundary.TORUS));
        Dice dice = NOISE.dice(0, 0, 0);
        Site site = field.sites(Site.ALL, dice);
        Proposal model = (Proposal) MODEL;
        while (site.next()) {
            double up = model.logWeight(site.value() + 1e-5, site, CRITICAL);
            double down = model.logWeight(site.value() - 1e-5, site, CRITICAL);
            assertEquals((up - down) / 2e-5, MODEL.slope(site, CRITICAL), 1e-8);
        }
    }

    /** Steps far too long run away, are never taken, and leave the field as it was. */
    @Test
    void aTrajectoryThatRunsAwayIsNotTaken() {
        ClearField field = settled(new Lattice(6, 8, Boundary.TORUS));
        double[] before = values(field);
        HybridMonteCarlo wild = new HybridMonteCarlo(MODEL, 10, 1000);
        for (int sweep = 0; sweep < 20; sweep++) {
            wild.move(field, CRITICAL, NOISE.dice(0, sweep, 0), 0);
            assertEquals(List.of(), differences(before, values(field)));
        }
    }

    private static List<Integer> differences(double[] one, double[] other) {
        return Stream.iterate(0, k -> k + 1)
                .limit(one.length)
                .filter(k -> one[k] != other[k])
                .toList();
    }

    /** Momenta have mean 0 and variance 1: H of a field at rest in a flat valley is half their number. */
    @Test
    void momentaAreStandardNormal() {
        Patch patch = Patch.of(new Lattice(100, 200, Boundary.TORUS));
        double half = trajectory(new ClearField(patch, MODEL.values()), 1).energy();
        // Σ π²/2 has mean n/2 and variance n/2.
        assertEquals(patch.sites() / 2.0, half, 5 * Math.sqrt(patch.sites() / 2.0));
    }
}
