package io.isinglass.streams.learn;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.streams.serve.Parameter;
import io.isinglass.streams.serve.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The parameters of a network of spins as tensors, each beside its standard errors. */
final class NetworkKnowledge {

    private static final String ERROR = "_error";

    private final Graph graph;
    private final Features features;
    private final Belief[] beliefs;
    private final double spread;
    private final List<Parameter> parameters = new ArrayList<>();

    private NetworkKnowledge(Graph graph, Features features, Belief[] beliefs, double spread) {
        this.graph = graph;
        this.features = features;
        this.beliefs = beliefs;
        this.spread = spread;
    }

    /**
     * Of a network with so many levels, so many records back.
     *
     * @param spread the factor by which errors are larger than the beliefs say
     */
    static List<Parameter> of(
            Graph graph, Bonds bonds, Features features, Belief[] beliefs, double spread, int levels, int lags) {
        NetworkKnowledge knowledge = new NetworkKnowledge(graph, features, beliefs, spread);
        knowledge.couplings(bonds);
        knowledge.perSite("field", "field of each site", 1, (_, _) -> 0);
        if (levels > 0) {
            knowledge.perSite(
                    "level",
                    "what each level of the factors of a record, one after the other, adds to the field of each site",
                    levels,
                    (_, level) -> 1 + level);
        }
        for (int lag = 0; lag < lags; lag++) {
            knowledge.lag(lag);
        }
        if (lags > 0) {
            knowledge.neighbours();
        }
        return knowledge.parameters;
    }

    private void add(Tensor tensor, Tensor errors, String meaning) {
        parameters.add(new Parameter(tensor, meaning, errors.name()));
        parameters.add(new Parameter(errors, "standard error of " + tensor.name()));
    }

    private void couplings(Bonds bonds) {
        add(
                Tensor.reals("coupling", bonds.means(), bonds.size()),
                Tensor.reals("coupling" + ERROR, bonds.errors(), bonds.size()),
                "coupling of each bond, J in p ∝ exp(½ s J s + …)");
        parameters.add(ModelKnowledge.bondSites(graph));
    }

    /** Which feature of a site the number in this place of its row goes with. */
    @FunctionalInterface
    private interface Row {

        int feature(int site, int place);
    }

    private void perSite(String name, String meaning, int width, Row row) {
        double[] means = new double[graph.sites() * width];
        double[] errors = new double[means.length];
        for (int site = 0; site < graph.sites(); site++) {
            for (int place = 0; place < width; place++) {
                int feature = row.feature(site, place);
                means[site * width + place] = beliefs[site].mean(feature);
                errors[site * width + place] = error(site, feature);
            }
        }
        Integer[] shape = new Integer[] {graph.sites(), width};
        add(Tensor.reals(name, means, shape), Tensor.reals(name + ERROR, errors, shape), meaning);
    }

    private double error(int site, int feature) {
        return spread * Math.sqrt(beliefs[site].variance(feature));
    }

    /** Couplings to a record back: of each site to itself, and to its neighbours in the order of the graph. */
    private void lag(int lag) {
        String name = "lag_" + (lag + 1);
        String back = (lag + 1) + (lag == 0 ? " record back" : " records back");
        perSite(name + "_self", "coupling of each site to itself " + back, 1, (site, _) -> first(site, lag));
        int ends = graph.others().length;
        double[] means = new double[ends];
        double[] errors = new double[ends];
        for (int site = 0; site < graph.sites(); site++) {
            for (int k = 0; k < graph.neighbours(site); k++) {
                int feature = first(site, lag) + 1 + k;
                means[graph.start(site) + k] = beliefs[site].mean(feature);
                errors[graph.start(site) + k] = error(site, feature);
            }
        }
        add(
                Tensor.reals(name, means, ends),
                Tensor.reals(name + ERROR, errors, ends),
                "coupling of a site to a neighbour " + back + ", for each pair of neighbour_sites");
    }

    private int first(int site, int lag) {
        return features.firstLag(site) + lag * (1 + graph.neighbours(site));
    }

    private void neighbours() {
        int[] pairs = new int[2 * graph.others().length];
        for (int site = 0; site < graph.sites(); site++) {
            for (int at = graph.start(site); at < graph.start(site) + graph.neighbours(site); at++) {
                pairs[2 * at] = site;
                pairs[2 * at + 1] = graph.others()[at];
            }
        }
        parameters.add(new Parameter(
                Tensor.wholes("neighbour_sites", pairs, graph.others().length, 2),
                "a site, and the neighbour that it depends on"));
    }
}
