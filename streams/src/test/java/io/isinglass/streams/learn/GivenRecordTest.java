package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.HeatBath;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.model.Phi4Network;
import io.isinglass.engine.model.Term;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GivenRecordTest {

    private static final double NONE = Double.NaN;
    private static final double K = 0.5;

    private static final Lattice TORUS = new Lattice(4, 4, Boundary.TORUS);

    private static final double[] SEEN = {1, NONE, -1, 1, NONE, NONE, 1, 1, -1, NONE, -1, 1, NONE, NONE, 1, NONE};

    /** Σ exp(K E) and Σ E exp(K E) over all states that hold what was seen. */
    private static double[] sums(double[] seen) {
        double[] sums = new double[2];
        for (int state = 0; state < 1 << 16; state++) {
            double[] spins = SixteenSpins.spins(state);
            if (IntStream.range(0, 16).allMatch(site -> Double.isNaN(seen[site]) || seen[site] == spins[site])) {
                double weight = Math.exp(K * SixteenSpins.bonds(state));
                sums[0] += weight;
                sums[1] += weight * SixteenSpins.bonds(state);
            }
        }
        return sums;
    }

    @Test
    void theChanceOfWhatWasSeenIsTheSumOverWhatWasNot() {
        double[] nothing = new double[16];
        Arrays.fill(nothing, NONE);
        for (Lattice lattice : new Lattice[] {TORUS, SixteenSpins.TORUS}) {
            GivenRecord record = new GivenRecord(lattice, new Ising(), new Noise(1));
            record.show(SEEN);
            double loss = record.loss(new Couplings(K, 0, 0)).orElseThrow();
            assertEquals(Math.log(sums(nothing)[0] / sums(SEEN)[0]) / 9, loss, 1e-12);
        }
    }

    /** ⟨E | seen⟩ by the sum over 128 states, and by draws of many records that are the same. */
    @Test
    void whatIsDrawnComesToItsMeanGivenWhatWasSeen() {
        double[] exact = sums(SEEN);
        for (Lattice lattice : new Lattice[] {TORUS, SixteenSpins.TORUS}) {
            GivenRecord record = new GivenRecord(lattice, new Ising(), new Noise(3));
            record.show(SEEN);
            Bins bins = new Bins(1);
            for (int number = 0; number < 4000; number++) {
                for (double[] draw : record.drawn(new Couplings(K, 0, 0), number)) {
                    bins.add(new double[] {draw[Ising.BOND]});
                }
            }
            Estimate found = bins.estimate(0);
            assertTrue(found.sigmas(exact[1] / exact[0]) < 4, found + " of " + exact[1] / exact[0]);
            assertTrue(found.stderr() < 0.06, found.toString());
            assertTrue(found.tau() < 0.6, "draws are independent of each other: " + found);
        }
    }

    static Stream<String> sampled() {
        return Models.CATALOG.names().stream().filter(name -> {
            Model model = Models.CATALOG.make(name, Map.of());
            return model instanceof Conditional && !(model instanceof Phi4Network);
        });
    }

    /** Of records that a model has made itself, what is drawn for half of their values is what was there: in distribution. */
    @ParameterizedTest
    @MethodSource("sampled")
    void whatIsDrawnForRecordsOfTheModelIsOfTheModel(String name) {
        Task task = Examples.task(name);
        Conditional model = (Conditional) task.model();
        int records = 256;
        Mosaic mosaic = new Mosaic(
                new Cut(task.lattice(), 1, 1), new Dynamics(model, new HeatBath(model), new Noise(5)), records);
        IntStream.range(0, records).forEach(chain -> mosaic.restart(chain, Start.DISORDERED));
        mosaic.run(150, task.couplings());
        GivenRecord record = new GivenRecord(task.lattice(), model, new Noise(6));
        int terms = (int) model.terms().stream().filter(Term::turned).count();
        Bins apart = new Bins(terms);
        for (int number = 0; number < records; number++) {
            float[] field = mosaic.tiles().getFirst().picture(number);
            double[] whole = IntStream.range(0, field.length)
                    .mapToDouble(at -> field[at])
                    .toArray();
            record.show(whole);
            double[] there = record.statistics();
            Dice dice = new Noise(7).dice(0, number, Noise.DATA);
            dice.row(0);
            record.show(IntStream.range(0, whole.length)
                    .mapToDouble(site -> dice.uniform(site, 0) < 0.5 ? NONE : whole[site])
                    .toArray());
            double[][] drawn = record.drawn(task.couplings(), number);
            double[] off = new double[terms];
            for (double[] draw : drawn) {
                for (int k = 0; k < terms; k++) {
                    off[k] += (draw[k] - there[k]) / drawn.length / field.length;
                }
            }
            apart.add(off);
        }
        for (int k = 0; k < terms; k++) {
            Estimate each = apart.estimate(k);
            assertTrue(each.stderr() == 0 || each.sigmas(0) < 4, model.terms().get(k) + ": " + each);
            assertTrue(each.stderr() < 0.08, each.toString());
        }
    }

    /** On an open chain a spin depends on its two neighbours. */
    @Test
    void ofManySpinsThoseAreForeseenWhoseNeighboursWereSeen() {
        Lattice chain = new Lattice(1, 24, Boundary.OPEN);
        GivenRecord record = new GivenRecord(chain, new Ising(), new Noise(1));
        double[] seen = new double[24];
        Arrays.fill(seen, NONE);
        seen[1] = 1;
        seen[2] = 1;
        seen[3] = 1;
        seen[20] = -1;
        record.show(seen);
        double loss = record.loss(new Couplings(K, 0, 0)).orElseThrow();
        assertEquals(Math.log(1 + Math.exp(-4 * K)), loss, 1e-12);
        seen[2] = NONE;
        record.show(seen);
        assertTrue(record.loss(new Couplings(K, 0, 0)).isEmpty());
    }
}
