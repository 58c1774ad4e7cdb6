package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.math.Odds;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.learn.CouplingMap.Bound;
import io.isinglass.streams.serve.Inference;
import io.isinglass.streams.serve.Port;
import io.isinglass.streams.serve.Question;
import io.isinglass.streams.serve.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a network of spins says of records: how likely what is missing is +1 given what was seen, and how likely what was seen is.
 *
 * <p>All is under p(s now | s before) ∝ exp(½ s J s + s f), f the fields under what was seen before, as the chains of the run
 * sample it; but {@code expectation} and {@code log_loss} are what the run itself reckons with before it learns from a record.
 */
final class NetworkInference implements Inference {

    /*
     * The energy of a record is −½ s J s − s f; that of one of which values are missing is −ln of the sum of exp(−energy)
     * over these, which is known where all their states can be gone through.
     */

    static final String RECORD = "record";
    static final String PROBABILITY = "probability";
    static final String ERROR = "probability_error";
    static final String EXPECTATION = "expectation";
    static final String SAMPLE = "sample";
    static final String ENERGY = "energy";
    static final String LOG_LOSS = "log_loss";
    private static final String LAG = "lag-";

    /** So many couplings are gone through for a question at most. */
    private static final long MOST_WORK = 1L << 31;

    private final Graph graph;
    private final Schema schema;
    private final int lags;
    private final int levels;
    private final Belief[] beliefs;
    private final Belief[] model;
    private final double[] couplings;

    /**
     * Of beliefs that are not turned any more.
     *
     * @param beliefs those by which the run foresees
     * @param model those that give the fields of the model
     * @param bonds the couplings of the model
     */
    NetworkInference(
            Graph graph, Schema schema, int lags, int levels, Belief[] beliefs, Belief[] model, List<Bound> bonds) {
        this.graph = graph;
        this.schema = schema;
        this.lags = lags;
        this.levels = levels;
        this.beliefs = beliefs;
        this.model = model;
        this.couplings = IntStream.range(0, graph.others().length)
                .mapToDouble(at -> bonds.get(graph.bond(at)).mean())
                .toArray();
    }

    @Override
    public List<Port> inputs() {
        int sites = graph.sites();
        List<Port> ports = new ArrayList<>();
        ports.add(Port.input(RECORD, Port.Allowed.SPIN, sites));
        ports.add(Port.missing(sites));
        for (int lag = 1; lag <= lags; lag++) {
            ports.add(Port.option(LAG + lag, Port.Allowed.EXPECTED, sites));
        }
        schema.factors().forEach(factor -> ports.add(Port.level(factor.name(), factor.levels())));
        return ports;
    }

    @Override
    public List<Port> outputs() {
        int sites = graph.sites();
        return List.of(
                Port.output(PROBABILITY, sites),
                Port.output(ERROR, sites),
                Port.output(EXPECTATION, sites),
                Port.output(SAMPLE, sites),
                Port.output(ENERGY),
                Port.output(LOG_LOSS));
    }

    /** A record as it stands: what is missing is NaN, and what is known of the fields and the spins that are. */
    private record Standing(Features.Situation in, double[] seen, int[] missing, double energy, MissingSpins spins) {}

    @Override
    public List<Tensor> infer(Question question) {
        Features features = new Features(graph, levels, lags);
        List<Standing> records = new ArrayList<>();
        long work = 0;
        for (int record = 0; record < question.records(); record++) {
            Standing standing = standing(question, record, features);
            work += standing.spins().work() + (long) standing.missing().length * graph.sites();
            if (work > MOST_WORK) {
                throw new Refused(
                        RECORD,
                        "too much is missing of %d records: with record %d it is too much work for one question"
                                .formatted(question.records(), record));
            }
            records.add(standing);
        }
        return answer(question, records, features);
    }

    private Standing standing(Question question, int record, Features features) {
        double[] seen = question.row(RECORD, record).orElseThrow();
        Features.Situation in = new Features.Situation(places(question, record), before(question, record));
        int[] missing = IntStream.range(0, seen.length)
                .filter(site -> Double.isNaN(seen[site]))
                .toArray();
        double[] fields = new double[seen.length];
        double[] nothing = new double[seen.length];
        for (int site = 0; site < fields.length; site++) {
            fields[site] = model[site].at(features.of(site, nothing, in));
        }
        return new Standing(in, seen, missing, energy(seen, fields), spins(seen, fields, missing));
    }

    /** Where the level of each factor stands among all levels. */
    private int[] places(Question question, int record) {
        int[] places = new int[schema.factors().size()];
        int first = 0;
        for (int factor = 0; factor < places.length; factor++) {
            Schema.Factor of = schema.factors().get(factor);
            places[factor] = first + (int) question.row(of.name(), record).orElseThrow()[0];
            first += of.levels();
        }
        return places;
    }

    /** What was seen before, newest first, 0 where nothing was; refuses a gap. */
    private double[][] before(Question question, int record) {
        List<double[]> before = new ArrayList<>();
        for (int lag = 1; lag <= lags; lag++) {
            Optional<double[]> then = question.row(LAG + lag, record);
            if (then.isPresent() && before.size() < lag - 1) {
                throw new Refused(
                        LAG + lag, "%s%d must not be given without %1$s%d".formatted(LAG, lag, before.size() + 1));
            }
            then.ifPresent(values -> before.add(Arrays.stream(values)
                    .map(value -> Double.isNaN(value) ? 0 : value)
                    .toArray()));
        }
        return before.toArray(double[][]::new);
    }

    /** Of what was seen, by itself. */
    private double energy(double[] seen, double[] fields) {
        double sum = 0;
        for (int site = 0; site < seen.length; site++) {
            if (!Double.isNaN(seen[site])) {
                double pull = 2 * fields[site];
                for (int at = graph.start(site); at < graph.start(site) + graph.neighbours(site); at++) {
                    double other = seen[graph.others()[at]];
                    pull = Double.isNaN(other) ? pull : Math.fma(couplings[at], other, pull);
                }
                sum = Math.fma(seen[site], pull, sum);
            }
        }
        return -sum / 2;
    }

    private MissingSpins spins(double[] seen, double[] fields, int[] missing) {
        int[] place = new int[seen.length];
        for (int k = 0; k < missing.length; k++) {
            place[missing[k]] = k;
        }
        double[] pulls = new double[missing.length];
        int[][] others = new int[missing.length][];
        double[][] strengths = new double[missing.length][];
        for (int k = 0; k < missing.length; k++) {
            int site = missing[k];
            pulls[k] = fields[site];
            int[] own = IntStream.range(graph.start(site), graph.start(site) + graph.neighbours(site))
                    .toArray();
            for (int at : own) {
                double other = seen[graph.others()[at]];
                pulls[k] = Double.isNaN(other) ? pulls[k] : Math.fma(couplings[at], other, pulls[k]);
            }
            int[] unseen = Arrays.stream(own)
                    .filter(at -> Double.isNaN(seen[graph.others()[at]]))
                    .toArray();
            others[k] =
                    Arrays.stream(unseen).map(at -> place[graph.others()[at]]).toArray();
            strengths[k] =
                    Arrays.stream(unseen).mapToDouble(at -> couplings[at]).toArray();
        }
        return new MissingSpins(pulls, others, strengths);
    }

    private List<Tensor> answer(Question question, List<Standing> records, Features features) {
        List<Tensor> answer = new ArrayList<>();
        if (question.wants(PROBABILITY) || question.wants(ERROR) || question.wants(SAMPLE) || question.wants(ENERGY)) {
            answer.addAll(ofModel(question, records));
        }
        if (question.wants(EXPECTATION) || question.wants(LOG_LOSS)) {
            answer.addAll(ofRun(question, records, features));
        }
        return answer;
    }

    /** What the model says of what is missing. */
    private List<Tensor> ofModel(Question question, List<Standing> records) {
        int sites = graph.sites();
        double[] up = new double[records.size() * sites];
        double[] errors = new double[up.length];
        double[] samples = new double[up.length];
        double[] energies = new double[records.size()];
        Noise noise = new Noise(question.seed());
        for (int record = 0; record < records.size(); record++) {
            Standing at = records.get(record);
            MissingSpins.Said said = at.spins().said(noise, record);
            energies[record] = at.energy() - said.logZ();
            for (int site = 0; site < sites; site++) {
                up[record * sites + site] = (1 + at.seen()[site]) / 2;
                samples[record * sites + site] = at.seen()[site];
            }
            for (int k = 0; k < at.missing().length; k++) {
                int place = record * sites + at.missing()[k];
                up[place] = said.up()[k];
                errors[place] = said.errors()[k];
                samples[place] = said.drawn()[k];
            }
        }
        List<Tensor> answer = new ArrayList<>();
        add(question, answer, Tensor.reals(PROBABILITY, up, records.size(), sites));
        add(question, answer, Tensor.reals(ERROR, errors, records.size(), sites));
        add(question, answer, Tensor.reals(SAMPLE, samples, records.size(), sites));
        int inexact = IntStream.range(0, energies.length)
                .filter(record -> Double.isNaN(energies[record]))
                .findFirst()
                .orElse(-1);
        if (inexact >= 0 && question.names(ENERGY)) {
            throw new Refused(
                    ENERGY,
                    "energy is known where at most %d values are missing, not with %d as in record %d"
                            .formatted(
                                    MissingSpins.MOST_EXACT,
                                    records.get(inexact).missing().length,
                                    inexact));
        }
        if (inexact < 0) {
            add(question, answer, Tensor.reals(ENERGY, energies, records.size()));
        }
        return answer;
    }

    /** What the run reckons with: expectations of mean field, and how well each spin was foreseen given all others. */
    private List<Tensor> ofRun(Question question, List<Standing> records, Features features) {
        int sites = graph.sites();
        double[] expectations = new double[records.size() * sites];
        double[] losses = new double[records.size()];
        for (int record = 0; record < records.size(); record++) {
            Standing at = records.get(record);
            Completion completed = new Completion(at.seen(), at.in(), graph, features, beliefs);
            System.arraycopy(completed.expected(), 0, expectations, record * sites, sites);
            LogLoss loss = new LogLoss();
            for (int site = 0; question.wants(LOG_LOSS) && site < sites; site++) {
                if (completed.isSeen(site)) {
                    double[] f = features.of(site, completed.expectedBut(site), at.in());
                    loss.add(Odds.at(beliefs[site].at(f)).surprise(at.seen()[site]));
                }
            }
            losses[record] = loss.endRecord(false);
        }
        List<Tensor> answer = new ArrayList<>();
        add(question, answer, Tensor.reals(EXPECTATION, expectations, records.size(), sites));
        add(question, answer, Tensor.reals(LOG_LOSS, losses, records.size()));
        return answer;
    }

    private static void add(Question question, List<Tensor> answer, Tensor tensor) {
        if (question.wants(tensor.name())) {
            answer.add(tensor);
        }
    }
}
