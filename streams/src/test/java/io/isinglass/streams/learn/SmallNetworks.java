package io.isinglass.streams.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Networks of two layers so small that all that their visible layer may be can be gone through, and their truths. */
final class SmallNetworks {

    /** Points of a real site, from −REACH to REACH. */
    private static final int POINTS = 161;

    private static final double REACH = 4.5;

    private SmallNetworks() {}

    /** A network with couplings by chance, of the order of 1. */
    static TwoLayers byChance(Layer visible, int visibleSites, Layer hidden, int hiddenSites, double strength) {
        TwoLayers.Shape shape = new TwoLayers.Shape(visible, visibleSites, hidden, hiddenSites);
        SplittableRandom random = new SplittableRandom(7);
        double[] theta = new double[shape.couplings()];
        for (int bond = 0; bond < shape.bonds(); bond++) {
            theta[bond] = strength * random.nextDouble(-1, 1);
        }
        for (int site = 0; site < visibleSites; site++) {
            own(theta, shape.visibleAt(site), visible, random);
        }
        for (int site = 0; site < hiddenSites; site++) {
            own(theta, shape.hiddenAt(site), hidden, random);
        }
        return new TwoLayers(shape, theta);
    }

    private static void own(double[] theta, int at, Layer layer, SplittableRandom random) {
        theta[at] = random.nextDouble(-0.5, 0.5);
        theta[at + 1] = switch (layer) {
            case QUARTIC -> random.nextDouble(-0.8, 0.8);
            case GAUSSIAN -> random.nextDouble(0.8, 1.2);
            case BINARY -> 0;
        };
        theta[at + 2] = layer == Layer.QUARTIC ? random.nextDouble(0.3, 0.6) : 0;
    }

    static double[] couplings(TwoLayers network) {
        double[] theta = new double[network.shape().couplings()];
        Arrays.setAll(theta, network::coupling);
        return theta;
    }

    /** All visible layers: all of spins, or the points of a grid. */
    static List<double[]> layers(TwoLayers.Shape shape) {
        List<double[]> layers = new ArrayList<>();
        layers.add(new double[0]);
        for (int site = 0; site < shape.visibleSites(); site++) {
            List<double[]> longer = new ArrayList<>();
            for (double[] layer : layers) {
                for (double value : values(shape.visible())) {
                    double[] next = Arrays.copyOf(layer, site + 1);
                    next[site] = value;
                    longer.add(next);
                }
            }
            layers = longer;
        }
        return layers;
    }

    private static double[] values(Layer layer) {
        if (!layer.isReal()) {
            return new double[] {-1, 1};
        }
        double[] values = new double[POINTS];
        Arrays.setAll(values, k -> REACH * (2.0 * k / (POINTS - 1) - 1));
        return values;
    }

    /** What a visible layer of the list stands for: 1, or the volume of a cell of the grid. */
    static double volume(TwoLayers.Shape shape) {
        return shape.visible().isReal() ? Math.pow(2 * REACH / (POINTS - 1), shape.visibleSites()) : 1;
    }

    /** ln Z. */
    static double logZ(TwoLayers network) {
        double sum = 0;
        for (double[] layer : layers(network.shape())) {
            sum += Math.exp(network.logMarginal(layer));
        }
        return Math.log(sum * volume(network.shape()));
    }

    /** The probabilities of the visible layers of the list. */
    static double[] probabilities(TwoLayers network) {
        double logZ = logZ(network);
        double volume = volume(network.shape());
        return layers(network.shape()).stream()
                .mapToDouble(layer -> volume * Math.exp(network.logMarginal(layer) - logZ))
                .toArray();
    }

    /** The exact means of all statistics, in the order of the couplings. */
    static double[] means(TwoLayers network) {
        double[] probabilities = probabilities(network);
        List<double[]> layers = layers(network.shape());
        double[] means = new double[network.shape().couplings()];
        for (int k = 0; k < probabilities.length; k++) {
            double[] given = given(network, layers.get(k));
            for (int at = 0; at < means.length; at++) {
                means[at] += probabilities[k] * given[at];
            }
        }
        return means;
    }

    /** The means of all statistics given the visible layer. */
    static double[] given(TwoLayers network, double[] layer) {
        Contrast contrast = new Contrast(network.shape());
        double[] moments = new double[TwoLayers.OWN * network.shape().hiddenSites()];
        network.expectHidden(layer, moments);
        contrast.add(layer, moments);
        return contrast.means();
    }

    /** Records drawn by their exact probabilities. */
    static List<double[]> records(TwoLayers network, int count) {
        double[] probabilities = probabilities(network);
        List<double[]> layers = layers(network.shape());
        SplittableRandom random = new SplittableRandom(11);
        List<double[]> records = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            double lot = random.nextDouble();
            int k = 0;
            for (; k < probabilities.length - 1 && lot >= probabilities[k]; k++) {
                lot -= probabilities[k];
            }
            records.add(layers.get(k).clone());
        }
        return records;
    }

    /** KL divergence of the visible layer under {@code other} from that under {@code truth}. */
    static double divergence(TwoLayers truth, TwoLayers other) {
        double[] p = probabilities(truth);
        double[] q = probabilities(other);
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            sum += p[k] > 0 ? p[k] * Math.log(p[k] / q[k]) : 0;
        }
        return sum;
    }
}
