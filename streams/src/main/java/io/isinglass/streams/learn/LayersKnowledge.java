package io.isinglass.streams.learn;

import io.isinglass.streams.serve.Parameter;
import io.isinglass.streams.serve.Tensor;
import java.util.Arrays;
import java.util.List;

/** The couplings of a network of two layers as tensors. */
final class LayersKnowledge {

    private LayersKnowledge() {}

    /** Of one whose tensors' names begin so. */
    static List<Parameter> of(String prefix, TwoLayers network) {
        TwoLayers.Shape shape = network.shape();
        double[] theta = theta(network);
        int visible = shape.visibleSites();
        int hidden = shape.hiddenSites();
        return List.of(
                new Parameter(
                        Tensor.reals(prefix + "w", Arrays.copyOf(theta, shape.bonds()), visible, hidden),
                        "w, couplings of visible and hidden sites"),
                new Parameter(
                        own(prefix + "visible", theta, shape.visibleAt(0), visible),
                        "r, a, b of each visible site: ln p has r φ − a φ² − b φ⁴"),
                new Parameter(
                        own(prefix + "hidden", theta, shape.hiddenAt(0), hidden),
                        "s, m, n of each hidden site: ln p has s χ − m χ² − n χ⁴"));
    }

    static double[] theta(TwoLayers network) {
        double[] theta = new double[network.shape().couplings()];
        Arrays.setAll(theta, network::coupling);
        return theta;
    }

    private static Tensor own(String name, double[] theta, int from, int sites) {
        return Tensor.reals(name, Arrays.copyOfRange(theta, from, from + TwoLayers.OWN * sites), sites, TwoLayers.OWN);
    }
}
