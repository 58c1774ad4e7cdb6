package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.serve.Inference;
import io.isinglass.streams.serve.Port;
import io.isinglass.streams.serve.Question;
import io.isinglass.streams.serve.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a network of two layers says of records: {@code free_energy}, −ln p − ln Z of a visible layer; {@code hidden}, what the
 * hidden layer is expected to be, and {@code reconstruction}, the visible one given those means; and {@code completion}, what
 * is missing as it is expected given what was seen, by chains that hold this.
 */
final class LayersInference implements Inference {

    static final String RECORD = "record";
    static final String FREE_ENERGY = "free_energy";
    static final String HIDDEN = "hidden";
    static final String RECONSTRUCTION = "reconstruction";
    static final String COMPLETION = "completion";
    static final String ERROR = "completion_error";

    private static final int CHAINS = 16;
    private static final int SETTLING = 50;
    private static final int SWEEPS = 100;
    private static final long MOST_WORK = 1L << 31;
    private static final int OWN = TwoLayers.OWN;

    private final TwoLayers.Shape shape;
    private final double[] theta;

    /** Of a network with these couplings, which are not written to. */
    LayersInference(TwoLayers.Shape shape, double[] theta) {
        this.shape = shape;
        this.theta = theta;
    }

    @Override
    public List<Port> inputs() {
        return List.of(
                Port.input(
                        RECORD, shape.visible().isReal() ? Port.Allowed.SEEN : Port.Allowed.SPIN, shape.visibleSites()),
                Port.missing(shape.visibleSites()));
    }

    @Override
    public List<Port> outputs() {
        int visible = shape.visibleSites();
        return List.of(
                Port.output(FREE_ENERGY),
                Port.output(HIDDEN, shape.hiddenSites()),
                Port.output(RECONSTRUCTION, visible),
                Port.output(COMPLETION, visible),
                Port.output(ERROR, visible));
    }

    @Override
    public List<Tensor> infer(Question question) {
        double[][] records = new double[question.records()][];
        int incomplete = -1;
        for (int record = 0; record < records.length; record++) {
            records[record] = question.row(RECORD, record).orElseThrow();
            incomplete = incomplete < 0 && lacks(records[record]) ? record : incomplete;
        }
        for (String whole : List.of(FREE_ENERGY, HIDDEN, RECONSTRUCTION)) {
            if (question.names(whole) && incomplete >= 0) {
                throw new Refused(
                        whole,
                        "%s is of whole records, and of record %d something is missing".formatted(whole, incomplete));
            }
        }
        // It has room of its own that it writes to.
        TwoLayers network = new TwoLayers(shape, theta);
        List<Tensor> answer = new ArrayList<>();
        if (incomplete < 0) {
            whole(question, records, network, answer);
        }
        if (question.wants(COMPLETION) || question.wants(ERROR)) {
            complete(question, records, network, answer);
        }
        return answer;
    }

    private static boolean lacks(double[] record) {
        boolean lacks = false;
        for (double value : record) {
            lacks |= Double.isNaN(value);
        }
        return lacks;
    }

    private void whole(Question question, double[][] records, TwoLayers network, List<Tensor> answer) {
        if (question.wants(FREE_ENERGY)) {
            answer.add(rows(FREE_ENERGY, records, record -> new double[] {-network.logMarginal(record)}));
        }
        if (question.wants(HIDDEN)) {
            answer.add(rows(HIDDEN, records, record -> means(hidden(network, record))));
        }
        if (question.wants(RECONSTRUCTION)) {
            answer.add(rows(RECONSTRUCTION, records, record -> {
                double[] moments = new double[OWN * shape.visibleSites()];
                network.expectVisibleFromMeans(hidden(network, record), moments);
                return means(moments);
            }));
        }
    }

    private double[] hidden(TwoLayers network, double[] record) {
        double[] moments = new double[OWN * shape.hiddenSites()];
        network.expectHidden(record, moments);
        return moments;
    }

    private static double[] means(double[] moments) {
        double[] means = new double[moments.length / OWN];
        for (int site = 0; site < means.length; site++) {
            means[site] = moments[OWN * site];
        }
        return means;
    }

    private Tensor rows(String name, double[][] records, Function<double[], double[]> of) {
        double[] all = new double[0];
        int width = 0;
        for (int record = 0; record < records.length; record++) {
            double[] row = of.apply(records[record]);
            width = row.length;
            all = record == 0 ? new double[records.length * width] : all;
            System.arraycopy(row, 0, all, record * width, width);
        }
        return name.equals(FREE_ENERGY)
                ? Tensor.reals(name, all, records.length)
                : Tensor.reals(name, all, records.length, width);
    }

    private void complete(Question question, double[][] records, TwoLayers network, List<Tensor> answer) {
        int sites = shape.visibleSites();
        double[] means = new double[records.length * sites];
        double[] errors = new double[means.length];
        long work = 0;
        for (int record = 0; record < records.length; record++) {
            boolean lacks = lacks(records[record]);
            work += lacks ? 2L * shape.bonds() * CHAINS * (SETTLING + SWEEPS) : 0;
            if (work > MOST_WORK) {
                throw new Refused(
                        RECORD,
                        "%d records are too much work for one question, as something is missing of record %d"
                                .formatted(records.length, record));
            }
            if (lacks) {
                complete(new Noise(question.seed()), record, records[record], network, means, errors);
            } else {
                System.arraycopy(records[record], 0, means, record * sites, sites);
            }
        }
        if (question.wants(COMPLETION)) {
            answer.add(Tensor.reals(COMPLETION, means, records.length, sites));
        }
        if (question.wants(ERROR)) {
            answer.add(Tensor.reals(ERROR, errors, records.length, sites));
        }
    }

    /** By independent chains, whose means' scatter is the error. */
    private void complete(Noise noise, int record, double[] seen, TwoLayers network, double[] means, double[] errors) {
        int first = record * seen.length;
        double[] squares = new double[seen.length];
        for (int chain = 0; chain < CHAINS; chain++) {
            double[] mean = filled(noise, record, chain, seen, network);
            for (int site = 0; site < seen.length; site++) {
                means[first + site] += mean[site] / CHAINS;
                squares[site] += mean[site] * mean[site] / CHAINS;
            }
        }
        for (int site = 0; site < seen.length; site++) {
            double mean = means[first + site];
            boolean missing = Double.isNaN(seen[site]);
            means[first + site] = missing ? mean : seen[site];
            errors[first + site] = missing ? Math.sqrt(Math.max(0, squares[site] - mean * mean) / (CHAINS - 1)) : 0;
        }
    }

    /** The expectation of the visible layer in a chain that holds what was seen; what was not begins at 0. */
    private double[] filled(Noise noise, int record, int chain, double[] seen, TwoLayers network) {
        double[] values = seen.clone();
        double[] drawn = new double[seen.length];
        double[] chi = new double[shape.hiddenSites()];
        double[] moments = new double[OWN * seen.length];
        double[] mean = new double[seen.length];
        for (int sweep = 0; sweep < SETTLING + SWEEPS; sweep++) {
            Dice up = noise.dice(2 * chain, sweep, Noise.ANSWERS);
            Dice down = noise.dice(2 * chain + 1, sweep, Noise.ANSWERS);
            up.row(record);
            down.row(record);
            for (int site = 0; site < values.length; site++) {
                values[site] = Double.isNaN(seen[site]) ? drawn[site] : seen[site];
            }
            network.drawHidden(values, chi, up);
            network.drawVisible(chi, drawn, down);
            if (sweep >= SETTLING) {
                network.expectVisible(chi, moments);
                for (int site = 0; site < values.length; site++) {
                    mean[site] += moments[OWN * site] / SWEEPS;
                }
            }
        }
        return mean;
    }
}
