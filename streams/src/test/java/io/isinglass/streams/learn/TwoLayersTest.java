package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Saved;
import io.isinglass.engine.noise.Noise;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks of two layers, beside sums over all that their visible layer may be. */
class TwoLayersTest {

    static Stream<Arguments> layers() {
        return Stream.of(Layer.values())
                .flatMap(visible -> Stream.of(Layer.values()).map(hidden -> Arguments.of(visible, hidden)));
    }

    private static TwoLayers small(Layer visible, Layer hidden) {
        return SmallNetworks.byChance(visible, visible.isReal() ? 2 : 6, hidden, 2, 0.8);
    }

    /** ∂ ln p(φ) / ∂θ = ⟨T⟩ given φ − ⟨T⟩, where squares and fourth powers count negatively. */
    @ParameterizedTest
    @MethodSource("layers")
    void whatTheLearnerClimbsIsTheGradientOfTheLikelihood(Layer visible, Layer hidden) {
        TwoLayers network = small(visible, hidden);
        TwoLayers.Shape shape = network.shape();
        double[] phi = SmallNetworks.layers(shape).get(visible.isReal() ? 161 * 60 + 101 : 25);
        double[] seen = SmallNetworks.given(network, phi);
        double[] own = SmallNetworks.means(network);
        for (int at = 0; at < shape.couplings(); at++) {
            int power = at < shape.bonds() ? 0 : (at - shape.bonds()) % TwoLayers.OWN;
            Layer layer = at < shape.hiddenAt(0) ? visible : hidden;
            if (at >= shape.bonds() && power >= layer.couplings()) {
                continue;
            }
            double gradient = (power == 0 ? 1 : -1) * (seen[at] - own[at]);
            double slope = (logLikelihood(network, at, 1e-4, phi) - logLikelihood(network, at, -1e-4, phi)) / 2e-4;

            assertEquals(slope, gradient, 1e-6, "coupling " + at);
        }
    }

    private static double logLikelihood(TwoLayers network, int at, double by, double[] phi) {
        double[] theta = SmallNetworks.couplings(network);
        theta[at] += by;
        TwoLayers moved = new TwoLayers(network.shape(), theta);
        return moved.logMarginal(phi) - SmallNetworks.logZ(moved);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void annealedChainsMeasureLogZ(Layer visible, Layer hidden) {
        TwoLayers network = small(visible, hidden);
        double[] alone = new double[TwoLayers.OWN * network.shape().visibleSites()];
        for (int site = 0; site < network.shape().visibleSites(); site++) {
            alone[TwoLayers.OWN * site + 1] = visible.isReal() ? 0.8 : 0;
            alone[TwoLayers.OWN * site + 2] = visible == Layer.QUARTIC ? 0.2 : 0;
        }
        AnnealedWeights weights = new AnnealedWeights();
        for (int round = 0; round < 3; round++) {
            weights.anneal(network, alone, 200, 60, new Chance(new Noise(5), 1), round);
        }
        Estimate logZ = weights.logZ();
        double truth = SmallNetworks.logZ(network);

        assertEquals(truth, logZ.mean(), 4 * logZ.stderr(), logZ.toString());
        assertTrue(logZ.stderr() < 0.03, logZ.toString());
        assertTrue(logZ.size() > 300 && logZ.size() <= 600, logZ.toString());

        AnnealedWeights again = new AnnealedWeights();
        Saved.of(weights).into(again);
        assertEquals(logZ, again.logZ());
    }

    /** Fields that a hidden one pulls up or down together, and rather up: what is between is rare. */
    private static TwoLayers quarticModes() {
        TwoLayers.Shape shape = new TwoLayers.Shape(Layer.QUARTIC, 2, Layer.QUARTIC, 1);
        return new TwoLayers(shape, new double[] {2.5, 2.5, 0, -2, 1, 0, -2, 1, 0.4, -2, 1});
    }

    private static Stream<Arguments> modes() {
        return Stream.of(
                Arguments.of(PersistentChainsTest.twoModes(2), PersistentChainsTest.ALONE, 0.08),
                Arguments.of(quarticModes(), new double[] {0, 0.8, 0.2, 0, 0.8, 0.2}, 0.1));
    }

    /** Chains part for the modes while these are near, and none goes back: with the errors that are told, ln Z is that of both. */
    @ParameterizedTest(name = "[{index}]")
    @MethodSource("modes")
    void annealedChainsWeighModesThatNoneGoesBetween(TwoLayers network, double[] alone, double error) {
        double truth = SmallNetworks.logZ(network);
        int seeds = 40;
        double squares = 0;
        double mean = 0;
        for (int seed = 0; seed < seeds; seed++) {
            AnnealedWeights weights = new AnnealedWeights();
            weights.anneal(network, alone, 300, 40, new Chance(new Noise(seed), 0), 0);
            Estimate logZ = weights.logZ();
            squares += Math.pow((logZ.mean() - truth) / logZ.stderr(), 2) / seeds;
            mean += logZ.mean() / seeds;
            assertTrue(logZ.stderr() < error, logZ.toString());
        }
        String figures = "%.4f for %.4f, %.2f of the errors squared".formatted(mean, truth, squares);
        assertEquals(1, squares, 3 * Math.sqrt(2.0 / seeds), figures);
        assertEquals(truth, mean, 4 * error / Math.sqrt(seeds), figures);
    }

    /** ln Z of Gaussians is that of a determinant: no grid is needed, and no small network. */
    @Test
    void gaussiansAreKnownInClosedForm() {
        TwoLayers network = SmallNetworks.byChance(Layer.GAUSSIAN, 2, Layer.GAUSSIAN, 1, 0.8);
        TwoLayers.Shape shape = network.shape();
        double m = network.coupling(shape.hiddenAt(0) + 1);
        double s = network.coupling(shape.hiddenAt(0));
        double[] w = {network.coupling(0), network.coupling(1)};
        double[] a = {network.coupling(shape.visibleAt(0) + 1), network.coupling(shape.visibleAt(1) + 1)};
        double[] r = {network.coupling(shape.visibleAt(0)), network.coupling(shape.visibleAt(1))};
        // Visible sites integrated out first: what is left of the hidden one is Gaussian.
        double square = m - w[0] * w[0] / (4 * a[0]) - w[1] * w[1] / (4 * a[1]);
        double linear = s + w[0] * r[0] / (2 * a[0]) + w[1] * r[1] / (2 * a[1]);
        double truth = linear * linear / (4 * square)
                + r[0] * r[0] / (4 * a[0])
                + r[1] * r[1] / (4 * a[1])
                + 1.5 * Math.log(Math.PI)
                - Math.log(square * a[0] * a[1]) / 2;

        assertEquals(truth, SmallNetworks.logZ(network), 1e-6);
    }

    /** The hidden layer that is integrated out is the one that is in the exponent. */
    @Test
    void theMarginalIsTheSumOverTheHiddenLayer() {
        TwoLayers network = SmallNetworks.byChance(Layer.QUARTIC, 3, Layer.BINARY, 2, 1);
        double[] phi = {0.3, -1.2, 0.7};
        double sum = 0;
        for (double[] chi : new double[][] {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}}) {
            sum += Elementary.exp(network.exponent(phi, chi));
        }
        assertEquals(Math.log(sum), network.logMarginal(phi), 1e-12);
    }
}
