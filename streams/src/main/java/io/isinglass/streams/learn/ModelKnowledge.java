package io.isinglass.streams.learn;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Ascent;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Term;
import io.isinglass.streams.serve.Knowledge;
import io.isinglass.streams.serve.Parameter;
import io.isinglass.streams.serve.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is known of a model whose couplings are known: these, and how likely they make a field. */
public final class ModelKnowledge {

    private ModelKnowledge() {}

    /** Of a model under these couplings; one that climbs a bound is asked nothing, for its sites hold no field. */
    public static Knowledge of(Lattice lattice, Model model, ChainCouplings couplings) {
        return new Knowledge(
                parameters(lattice, model, couplings.values()),
                model instanceof Ascent
                        ? Optional.empty()
                        : Optional.of(new Energies(lattice, model, couplings.values())));
    }

    /** The names of the couplings, in their order. */
    static List<String> names(Model model) {
        return model.terms().stream().filter(Term::turned).map(Term::name).toList();
    }

    private static List<Parameter> parameters(Lattice lattice, Model model, List<Couplings> each) {
        List<Parameter> parameters = new ArrayList<>();
        String names = String.join(", ", names(model));
        String chains = each.size() > 1 ? "; a row for each chain" : "";
        parameters.add(new Parameter(
                rows("theta", each, Couplings::values),
                "the couplings %s, θ in p ∝ exp(θ·T)%s".formatted(names, chains)));
        if (each.getFirst().bonds().length > 0 && lattice.bonds() instanceof Graph graph) {
            parameters.add(
                    new Parameter(rows("bond_couplings", each, Couplings::bonds), "factor of each bond" + chains));
            parameters.add(bondSites(graph));
        }
        if (each.getFirst().sites().length > 0) {
            parameters.add(new Parameter(
                    rows("site_couplings", each, Couplings::sites),
                    "factors of the sites for each sum over sites, one sum after the other" + chains));
        }
        return parameters;
    }

    private static Tensor rows(String name, List<Couplings> each, Function<Couplings, double[]> part) {
        double[] all = each.stream().map(part).flatMapToDouble(Arrays::stream).toArray();
        int width = part.apply(each.getFirst()).length;
        return each.size() == 1 ? Tensor.reals(name, all, width) : Tensor.reals(name, all, each.size(), width);
    }

    /** The two ends of each bond, in the order of the bonds. */
    static Parameter bondSites(Graph graph) {
        int[] ends = new int[2 * graph.count()];
        for (int site = 0; site < graph.sites(); site++) {
            for (int at = graph.start(site); at < graph.start(site) + graph.neighbours(site); at++) {
                int bond = graph.bond(at);
                ends[2 * bond] = Math.min(site, graph.others()[at]);
                ends[2 * bond + 1] = Math.max(site, graph.others()[at]);
            }
        }
        return new Parameter(Tensor.wholes("bond_sites", ends, graph.count(), 2), "the two sites of each bond, from 0");
    }
}
