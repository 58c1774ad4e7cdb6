package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.memory.Saved;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import org.junit.jupiter.api.Test;

class WeighingTest {

    private static final double SHIFT = 0.7;
    private static final double TURN = 0.4;

    /** A Gaussian g of variance 1 with x = offset − SHIFT g and y = TURN g; the observables are g and g². */
    private static Weighing gaussian(int rows, double offset) {
        Weighing weighing = new Weighing(2);
        for (int row = 0; row < rows; row++) {
            Dice dice = new Noise(3).dice(0, row, 0);
            double[] exponents = new double[2];
            double[] angles = new double[2];
            double[][] values = new double[2][];
            for (int chain = 0; chain < 2; chain++) {
                dice.row(chain);
                double radius = Math.sqrt(-2 * Math.log(1 - dice.uniform(0, 0)));
                double g = radius * Math.cos(2 * Math.PI * dice.uniform(0, 1));
                exponents[chain] = offset - SHIFT * g;
                angles[chain] = TURN * g;
                values[chain] = new double[] {g, g * g};
            }
            weighing.add(exponents, angles, values);
        }
        return weighing;
    }

    /** ⟨e^(z g)⟩ = e^(z²/2) with z = SHIFT − i TURN, so that ⟨g⟩ = z and ⟨g²⟩ = 1 + z². */
    @Test
    void meansUnderAComplexWeightAreThoseOfAGaussian() {
        Weighing weighing = gaussian(40_000, 0);

        near(SHIFT, weighing.mean(0));
        near(-TURN, weighing.imaginary(0));
        near(1 + SHIFT * SHIFT - TURN * TURN, weighing.mean(1));
        near(-2 * SHIFT * TURN, weighing.imaginary(1));
        near(Math.exp(-TURN * TURN / 2), weighing.phase());
        near(SHIFT * SHIFT / 2, weighing.logRatio());
        near(-SHIFT * SHIFT, weighing.weightedExponent());
        near(0, weighing.exponent());
        near(SHIFT * SHIFT / 2, weighing.divergence());
        assertEquals(Math.exp(-SHIFT * SHIFT), weighing.share(), 0.02);
        assertEquals(Math.exp(-SHIFT * SHIFT - TURN * TURN), weighing.complexShare(), 0.02);
        assertEquals(80_000, weighing.configurations());
    }

    private static void near(double truth, Estimate found) {
        assertTrue(found.sigmas(truth) < 4, found + " is not " + truth);
        assertTrue(found.stderr() < 0.03, "the test can see " + found);
    }

    @Test
    void whatExponentsHaveInCommonDoesNotMatter() {
        Weighing here = gaussian(3000, 0);
        for (double offset : new double[] {-5000, 3000}) {
            Weighing there = gaussian(3000, offset);

            assertEquals(here.mean(1).mean(), there.mean(1).mean(), 1e-9);
            assertEquals(here.imaginary(1).stderr(), there.imaginary(1).stderr(), 1e-9);
            assertEquals(here.share(), there.share(), 1e-9);
            assertEquals(here.logRatio().mean() - offset, there.logRatio().mean(), 1e-9);
            assertEquals(here.divergence().mean(), there.divergence().mean(), 1e-9);
        }
    }

    @Test
    void agreesWithAReweightingOfAllMeasurementsAtOnce() {
        double[] t = new double[700];
        double[] o = new double[t.length];
        Weighing weighing = new Weighing(1);
        for (int i = 0; i < t.length; i++) {
            t[i] = 30 * Math.sin(i * 0.7) + i * 0.05;
            o[i] = Math.cos(i * 0.3);
            weighing.add(new double[] {-0.2 * t[i]}, new double[] {0}, new double[][] {{o[i]}});
        }
        Reweighting whole = Reweighting.of(t, 0.2, 0);

        assertEquals(whole.mean(o).mean(), weighing.mean(0).mean(), 1e-12);
        assertEquals(whole.mean(o).stderr(), weighing.mean(0).stderr(), 1e-12);
        assertEquals(whole.logRatio(), weighing.logRatio().mean(), 1e-12);
        assertEquals(whole.size() / t.length, weighing.share(), 1e-12);
    }

    @Test
    void isTakenUpFromItsMemory() {
        Weighing first = gaussian(600, 0);
        Weighing second = new Weighing(2);
        Saved.of(first).into(second);

        assertArrayEquals(Saved.of(first).bytes(), Saved.of(second).bytes());
        assertEquals(first.mean(0), second.mean(0));
    }
}
