package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.kernel.Configuration;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.States;
import io.isinglass.engine.model.Term;
import io.isinglass.streams.serve.Inference;
import io.isinglass.streams.serve.Port;
import io.isinglass.streams.serve.Question;
import io.isinglass.streams.serve.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How likely couplings make a field, but for ln Z: its energy −θ·T, and T.
 *
 * @param couplings of all chains, or of each
 */
record Energies(Lattice lattice, Model model, List<Couplings> couplings) implements Inference {

    static final String FIELD = "field";
    static final String ENERGY = "energy";
    static final String STATISTICS = "statistics";

    /** Energies that an answer holds at most. */
    private static final int MOST = 1 << 20;

    /** The statistics of local couplings are other ones for each chain; those told are without them. */
    Energies {
        couplings = List.copyOf(couplings);
    }

    @Override
    public List<Port> inputs() {
        Port.Allowed allowed = model.values() == Values.SPIN
                ? Port.Allowed.SPIN.whole()
                : model instanceof States states ? Port.Allowed.level(states.states()) : Port.Allowed.REAL;
        return List.of(Port.input(FIELD, allowed, Math.toIntExact(Math.min(Integer.MAX_VALUE, lattice.sites()))));
    }

    @Override
    public List<Port> outputs() {
        Port energy = couplings.size() == 1 ? Port.output(ENERGY) : Port.output(ENERGY, couplings.size());
        return List.of(energy, Port.output(STATISTICS, turned()));
    }

    private int turned() {
        return couplings.getFirst().values().length;
    }

    @Override
    public List<Tensor> infer(Question question) {
        int records = question.records();
        int chains = couplings.size();
        int terms = turned();
        if ((long) records * chains > MOST) {
            throw new Refused(
                    FIELD,
                    "records must be at most %d, an energy for each of %d chains, was %d"
                            .formatted(MOST / chains, chains, records));
        }
        double[] energies = new double[records * chains];
        double[] statistics = new double[records * terms];
        Configuration configuration = new Configuration(lattice, model);
        for (int record = 0; record < records; record++) {
            double[] values = question.row(FIELD, record).orElseThrow();
            configuration.show(values);
            double[] sums = configuration.statistics();
            System.arraycopy(sums, 0, statistics, record * terms, terms);
            for (int chain = 0; chain < chains; chain++) {
                Couplings theta = couplings.get(chain);
                double[] own = theta.isLocal() ? local(theta, values) : sums;
                // 0 − x, and not −x: no energy is −0.
                energies[record * chains + chain] = 0 - Levels.exponent(theta, own);
            }
        }
        List<Tensor> answer = new ArrayList<>();
        if (question.wants(ENERGY)) {
            answer.add(
                    chains == 1
                            ? Tensor.reals(ENERGY, energies, records)
                            : Tensor.reals(ENERGY, energies, records, chains));
        }
        if (question.wants(STATISTICS)) {
            answer.add(Tensor.reals(STATISTICS, statistics, records, terms));
        }
        return answer;
    }

    /** T where bonds have factors instead of weights, and sites have some, too. */
    private double[] local(Couplings theta, double[] values) {
        Graph graph = (Graph) lattice.bonds();
        List<Term> terms = model.terms();
        double[] sums = new double[turned()];
        int ofSites = 0;
        for (int k = 0; k < sums.length; k++) {
            int first = ofSites * values.length;
            for (int site = 0; site < values.length; site++) {
                if (terms.get(k).isBond()) {
                    sums[k] += bonds(k, site, graph, theta, values);
                } else {
                    double factor = theta.sites().length == 0 ? 1 : theta.sites()[first + site];
                    sums[k] = Math.fma(factor, model.statistic(k, values[site], 0), sums[k]);
                }
            }
            ofSites += terms.get(k).isBond() ? 0 : 1;
        }
        return sums;
    }

    /** What the bonds from a site to those of lower numbers add. */
    private double bonds(int k, int site, Graph graph, Couplings theta, double[] values) {
        double sum = 0;
        for (int at = graph.start(site); at < graph.start(site) + graph.neighbours(site); at++) {
            int other = graph.others()[at];
            if (other < site) {
                double factor = theta.bonds().length == 0 ? graph.weights()[at] : theta.bonds()[graph.bond(at)];
                sum = Math.fma(factor, model.bond(k, values[site], values[other], 0), sum);
            }
        }
        return sum;
    }
}
