package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Phi4;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A φ⁴ theory each of whose bonds and sites has couplings of its own, as a list of parameters and of the statistics that they
 * multiply: w of each bond, φφ′; then a of each site, −φ²; then b, −φ⁴; and then r, φ, if they are of the list.
 */
final class LocalTerms {

    /** The kinds of parameters, in their order. */
    static final List<String> NAMES = List.of("w", "a", "b", "r");

    private final Task task;
    private final Graph graph;
    private final int kinds;
    private final int[] ones;
    private final int[] others;
    private final double[] given;

    /**
     * Those of a task.
     *
     * @param kinds how many kinds are of the list: 3, r then is that of the task for all sites, or 4
     */
    LocalTerms(Task task, String learner, int kinds) {
        if (!(task.model() instanceof Phi4) || !(task.lattice().bonds() instanceof Graph bound)) {
            throw new Refused("kind", learner + " needs the model phi4 on a graph, such as bonds: edges");
        }
        this.task = task;
        this.graph = bound;
        this.kinds = kinds;
        this.ones = new int[bound.count()];
        this.others = new int[bound.count()];
        this.given = new double[bound.count() + (kinds - 1) * bound.sites()];
        link();
    }

    /** The ends of each bond, and the couplings of the task. */
    private void link() {
        Couplings uniform = task.couplings();
        for (int site = 0; site < graph.sites(); site++) {
            for (int at = graph.start(site); at < graph.start(site) + graph.neighbours(site); at++) {
                int bond = graph.bond(at);
                ones[bond] = Math.min(site, graph.others()[at]);
                others[bond] = Math.max(site, graph.others()[at]);
                given[bond] = uniform.at(Phi4.BOND) * graph.weights()[at];
            }
        }
        for (int k = graph.count(); k < given.length; k++) {
            given[k] = uniform.at(kind(k));
        }
    }

    int bonds() {
        return graph.count();
    }

    int count() {
        return given.length;
    }

    int kinds() {
        return kinds;
    }

    /** The parameters of the task. */
    double[] given() {
        return given.clone();
    }

    /** The kind of parameter {@code k}. */
    int kind(int k) {
        return k < graph.count() ? 0 : 1 + (k - graph.count()) / graph.sites();
    }

    /** The place of the parameter of this kind, not w, of a site. */
    int at(int kind, int site) {
        return graph.count() + (kind - 1) * graph.sites() + site;
    }

    /** The parameters of a kind, from and to. */
    IntStream of(int kind) {
        return IntStream.range(0, given.length).filter(k -> kind(k) == kind);
    }

    /** The end of a bond with the lower number. */
    int one(int bond) {
        return ones[bond];
    }

    int other(int bond) {
        return others[bond];
    }

    /** The bond between two sites, in this order; −1: there is none. */
    int bond(String pair) {
        return IntStream.range(0, ones.length)
                .filter(each -> pair.equals(ones[each] + "-" + others[each]))
                .findFirst()
                .orElse(-1);
    }

    /** The statistics of a field as a sample has it. */
    double[] statistics(float[] field) {
        double[] values = new double[field.length];
        for (int site = 0; site < field.length; site++) {
            values[site] = field[site];
        }
        return statistics(values);
    }

    /** The statistics of a field, one for each parameter. */
    double[] statistics(double[] field) {
        double[] statistics = new double[given.length];
        for (int bond = 0; bond < ones.length; bond++) {
            statistics[bond] = field[ones[bond]] * field[others[bond]];
        }
        for (int site = 0; site < graph.sites(); site++) {
            double square = field[site] * field[site];
            statistics[at(Phi4.SQUARE, site)] = -square;
            statistics[at(Phi4.FOURTH, site)] = -square * square;
            if (kinds > Phi4.LINEAR) {
                statistics[at(Phi4.LINEAR, site)] = field[site];
            }
        }
        return statistics;
    }

    /** What the model is given for these parameters. */
    Couplings couplings(double[] parameters) {
        int bonds = graph.count();
        double[] sites = Arrays.copyOfRange(parameters, bonds, bonds + Phi4.LINEAR * graph.sites());
        if (kinds == Phi4.LINEAR) {
            Arrays.fill(sites, Phi4.FOURTH * graph.sites(), sites.length, 1);
        }
        return new Couplings(1, 1, 1, kinds == Phi4.LINEAR ? task.couplings().at(Phi4.LINEAR) : 1)
                .withBonds(Arrays.copyOf(parameters, bonds))
                .withSites(sites);
    }

    /** The parameters of couplings that {@link #couplings} has made. */
    double[] parameters(Couplings couplings) {
        double[] parameters = Arrays.copyOf(couplings.bonds(), given.length);
        System.arraycopy(couplings.sites(), 0, parameters, graph.count(), given.length - graph.count());
        return parameters;
    }

    /** Whether there is a p with these parameters. */
    boolean isAllowed(double[] parameters) {
        try {
            Couplings couplings = couplings(parameters);
            task.model().check(couplings);
            task.model().check(couplings, task.lattice());
            return true;
        } catch (Refused _) {
            return false;
        }
    }

    /** The pull on a site: the sum of w φ′ over its bonds, and its r. */
    double pull(double[] parameters, double[] field, int site) {
        double pull = parameters[at(Phi4.LINEAR, site)];
        for (int at = graph.start(site); at < graph.start(site) + graph.neighbours(site); at++) {
            pull = Math.fma(parameters[graph.bond(at)], field[graph.others()[at]], pull);
        }
        return pull;
    }
}
