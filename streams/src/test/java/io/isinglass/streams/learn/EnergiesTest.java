package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Phi4;
import io.isinglass.streams.serve.Inference;
import io.isinglass.streams.serve.Question;
import io.isinglass.streams.serve.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Energies of fields that can be reckoned by hand. */
class EnergiesTest {

    private static final Lattice SQUARE = new Lattice(4, 4, Boundary.TORUS);

    private static double[] infer(
            Lattice lattice, Model model, List<Couplings> couplings, String output, double[] field) {
        Inference inference = ModelKnowledge.of(lattice, model, new ChainCouplings(couplings))
                .inference()
                .orElseThrow();
        int sites = (int) lattice.sites();
        Tensor input = Tensor.reals("field", field, field.length / sites, sites);
        return inference
                .infer(Question.of(inference, List.of(input), List.of(output), 0))
                .getFirst()
                .values();
    }

    /** All up: 32 bonds and 16 sites; with one of them down, eight bonds and two sites less. */
    @Test
    void spinsOnATorus() {
        double[] fields = new double[32];
        Arrays.fill(fields, 1);
        fields[21] = -1;
        List<Couplings> two = List.of(new Couplings(0.5, 0.25, 0), new Couplings(2, 0, 0));

        assertArrayEquals(
                new double[] {32, 16, 0, 24, 14, 0}, infer(SQUARE, new Ising(), two, Energies.STATISTICS, fields));
        assertArrayEquals(
                new double[] {-20, -64, -15.5, -48}, infer(SQUARE, new Ising(), two, Energies.ENERGY, fields));
        assertArrayEquals(
                new double[] {-20, -15.5}, infer(SQUARE, new Ising(), two.subList(0, 1), Energies.ENERGY, fields));
    }

    /** S = −w Σ w′ φφ′ + a Σ a′ φ² + b Σ b′ φ⁴ − r Σ r′ φ with factors of bonds and sites. */
    @Test
    void aFieldWithCouplingsOfItsOwn() {
        Lattice path = new Lattice(new Graph(3, List.of(new Graph.Bond(0, 1, 9), new Graph.Bond(1, 2, 9))));
        double[] sites = {1, 2, 3, 0.5, 0.25, 2, 1, -1, 4};
        Couplings couplings =
                new Couplings(2, 3, 5, 7).withBonds(new double[] {0.5, -1}).withSites(sites);
        double[] field = {1, 2, -1};
        double bonds = 2 * (0.5 * 1 * 2 - 1 * 2 * -1);
        double squares = 3 * (1 * 1 + 2 * 4 + 3 * 1);
        double fourths = 5 * (0.5 * 1 + 0.25 * 16 + 2 * 1);
        double linear = 7 * (1 * 1 - 1 * 2 + 4 * -1);

        assertArrayEquals(
                new double[] {squares + fourths - bonds - linear},
                infer(path, new Phi4(1), List.of(couplings), Energies.ENERGY, field),
                1e-12);
    }

    @Test
    void moreEnergiesThanAnAnswerHoldsAreRefused() {
        double[] fields = new double[16 * (1 << 11)];
        Arrays.fill(fields, 1);
        List<Couplings> many = Collections.nCopies(1 << 10, new Couplings(0.5, 0.25, 0));
        assertThrows(Refused.class, () -> infer(SQUARE, new Ising(), many, Energies.ENERGY, fields));
    }
}
