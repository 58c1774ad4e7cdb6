package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Who depends on whom: learns the couplings of a graph of spins from records that keep coming, each once, and says of every
 * record how well it was foreseen before it was learned from.
 *
 * <p>p(s now | s before) ∝ exp(½ s J s + s (h + Σ_l A_l s_{t−l})): couplings J of the bonds of the graph, lagged ones A along the
 * same bonds and from each site to itself, and fields h by level of the data's factors. It is learned by pseudo-likelihood
 * (Besag 1975): each site from its exact distribution given all others, by a {@link Belief}, whose steps need no size. The
 * couplings of a bond as its two ends see them are one, weighed by how well each is known, where chains are sampled.
 *
 * <p>Where the records are worse foreseen than a record of the model itself would be, for long enough, it tells a change: see
 * {@link DriftAlarm}.
 *
 * <p>Two chains show the model as it stands: {@code dream} is free under the fields of the last record, and {@code now} holds
 * what that record has seen and samples what is missing.
 */
public final class Network implements Learner {

    /*
     * Priors. Fields of a level may be large, so their deviation is 1. A coupling of one of n neighbours is of the order of
     * 1/√n, and all of a site may have a common mean, of the order of 1/n; lagged ones are smaller. These are scales,
     * not settings; they were found on the flights of the demo.
     *
     * Missing values. A neighbour that was not seen counts as its expectation given all that was seen but the site that is
     * foreseen or learned from: what it would be given that site, too, is no evidence for a coupling between them, and taken
     * for evidence it doubles them. Expectations are those of mean field among the missing.
     */

    private static final double LEVEL = 1;
    private static final double FACTOR = 0.2;
    private static final double COUPLING = 0.0625;
    private static final double COMMON = 4;
    private static final double LAGGED = 0.012;
    private static final double COMMON_LAGGED = 0.16;
    private static final double SELF = 0.05;
    private static final int SWEEPS = 4;
    private static final int NOBODY = -1;
    private static final int TOLD = 10;
    private static final long MOST_BYTES = 1L << 30;

    /** An evidence that no neighbourhood overcomes: the chance of the other value is below 2⁻⁶⁴. */
    private static final double HOLDS = 100;

    private final Task task;
    private final Graph graph;
    private final Schema schema;
    private final int lags;
    private final double drift;
    private final long scoreAfter;
    private final int levels;
    private final Belief[] beliefs;
    private final double[][] features;
    private final FieldsAlone alone;
    private final FieldsAlone following;
    private final LogLoss loss = new LogLoss();
    private final DriftAlarm alarm;
    private final List<Moment> changes = new ArrayList<>();
    private final double[][] past;
    private int known;
    private long records;
    private long rejected;
    private long missing;

    /**
     * A network that looks {@code lags} records back.
     *
     * @param drift variance by which the field of a site may wander from a record to the next
     * @param scoreAfter records at the beginning that are foreseen and not scored
     * @param interval records between two false alarms of a change, in the mean
     */
    public Network(Task task, int lags, double drift, long scoreAfter, double interval) {
        if (!(task.model() instanceof Ising)
                || task.data().isEmpty()
                || !(task.lattice().bonds() instanceof Graph bound)) {
            throw new Refused("kind", "network needs the model ising on a graph, such as bonds: complete, and data");
        }
        this.task = task;
        this.graph = bound;
        this.schema = task.data().get();
        this.lags = lags;
        this.drift = drift;
        this.scoreAfter = scoreAfter;
        this.levels = schema.factors().stream().mapToInt(Schema.Factor::levels).sum();
        int sites = graph.sites();
        long bytes = IntStream.range(0, sites)
                .mapToLong(site -> (long) features(site) * features(site) * Double.BYTES)
                .sum();
        if (bytes > MOST_BYTES) {
            throw new Refused(
                    "kind",
                    "network needs at most %d MiB for what it knows of %d sites, would be %d: take a graph with fewer bonds"
                            .formatted(MOST_BYTES >> 20, sites, bytes >> 20));
        }
        this.features = new double[sites][];
        this.beliefs = new Belief[sites];
        for (int site = 0; site < sites; site++) {
            features[site] = new double[features(site)];
            beliefs[site] = new Belief(prior(site));
        }
        this.alone = new FieldsAlone(sites, schema.factors(), false);
        this.following = new FieldsAlone(sites, schema.factors(), true);
        this.past = new double[lags][sites];
        this.alarm = new DriftAlarm(interval);
    }

    private int features(int site) {
        return firstLag(site) + lags * (1 + graph.neighbours(site));
    }

    private int firstNeighbour() {
        return 1 + levels;
    }

    private int firstLag(int site) {
        return firstNeighbour() + graph.neighbours(site);
    }

    private double[] prior(int site) {
        int n = graph.neighbours(site);
        int count = features(site);
        double[] prior = new double[count * count];
        prior[0] = LEVEL;
        for (int k = 1; k < firstNeighbour(); k++) {
            prior[k * count + k] = FACTOR;
        }
        spread(prior, count, firstNeighbour(), n, COUPLING / n, COMMON / n / n);
        for (int lag = 0; lag < lags; lag++) {
            int self = firstLag(site) + lag * (1 + n);
            prior[self * count + self] = SELF / (1 + 2 * lag);
            spread(prior, count, self + 1, n, LAGGED / n / (1 + lag), COMMON_LAGGED / n / n);
        }
        return prior;
    }

    private static void spread(double[] prior, int count, int from, int n, double own, double common) {
        for (int row = from; row < from + n; row++) {
            for (int column = from; column < from + n; column++) {
                prior[row * count + column] = common + (row == column ? own : 0);
            }
        }
    }

    @Override
    public List<Chain> chains() {
        return List.of(new Chain("dream", task.start(), true, false), new Chain("now", task.start(), true, false));
    }

    /** What a record is foreseen by is the one before: it must have been learned from. */
    @Override
    public int maxLag() {
        return 0;
    }

    @Override
    public Stance start() {
        return Stance.at(couplings());
    }

    private Couplings couplings() {
        double[] bonds = new double[graph.count()];
        forEachBond((bond, one, other) -> bonds[bond] = coupling(one, other).mean());
        return new Couplings(1, 0, 1).withBonds(bonds);
    }

    /** A record at which an alarm was raised. */
    private record Moment(long record, String name) {}

    /** Something done with a bond: its number, and the entries of its two ends. */
    @FunctionalInterface
    private interface Bonded {

        void with(int bond, End one, End other);
    }

    /** A bond as seen from one of its ends: the site, and which of its neighbours is meant. */
    private record End(int site, int neighbour) {}

    private void forEachBond(Bonded bonded) {
        End[] lower = new End[graph.count()];
        for (int site = 0; site < graph.sites(); site++) {
            for (int k = 0; k < graph.neighbours(site); k++) {
                int bond = graph.bond(graph.start(site) + k);
                if (lower[bond] == null) {
                    lower[bond] = new End(site, k);
                } else {
                    bonded.with(bond, lower[bond], new End(site, k));
                }
            }
        }
    }

    /** A coupling as both ends see it, each weighed by how well it knows it. */
    private Estimate coupling(End one, End other) {
        int first = firstNeighbour();
        double v1 = beliefs[one.site()].variance(first + one.neighbour());
        double v2 = beliefs[other.site()].variance(first + other.neighbour());
        double w1 = 1 / v1;
        double w2 = 1 / v2;
        double mean = (w1 * beliefs[one.site()].mean(first + one.neighbour())
                        + w2 * beliefs[other.site()].mean(first + other.neighbour()))
                / (w1 + w2);
        // Both ends learn from the same records: their errors are taken as one.
        return new Estimate(
                mean,
                Math.sqrt((w1 * w1 * v1 + w2 * w2 * v2 + 2 * w1 * w2 * Math.sqrt(v1 * v2))) / (w1 + w2),
                0.5,
                Math.max(1, records));
    }

    /** The local fields of the last frame; where the chain holds what was seen, too. */
    @Override
    public Optional<double[]> evidence(int index, Batch batch) {
        if (!batch.isNew()) {
            return Optional.empty();
        }
        Frame frame = batch.frames().getLast();
        double[][] before = before(batch.frames());
        double[] fields = new double[graph.sites()];
        int[] places = places(frame);
        for (int site = 0; site < fields.length; site++) {
            set(site, places, new double[fields.length], before, before.length);
            fields[site] = beliefs[site].at(features[site]);
            if (index == 1 && !Double.isNaN(frame.seen()[site])) {
                fields[site] = HOLDS * frame.seen()[site];
            }
        }
        return Optional.of(fields);
    }

    /** What was seen before the last of these frames, newest first; as much as is known without a gap. */
    private double[][] before(List<Frame> frames) {
        List<double[]> before = new ArrayList<>();
        int at = frames.size() - 1;
        while (before.size() < lags && at > 0 && frames.get(at).follows()) {
            before.add(frames.get(--at).evidence());
        }
        if (at == 0 && frames.getFirst().follows()) {
            for (int k = 0; k < known && before.size() < lags; k++) {
                before.add(past[k]);
            }
        }
        return before.toArray(double[][]::new);
    }

    /** Where a frame's level of each factor stands among all levels. */
    private int[] places(Frame frame) {
        int[] places = new int[schema.factors().size()];
        int first = 0;
        for (int factor = 0; factor < places.length; factor++) {
            places[factor] = first + frame.levels().get(factor);
            first += schema.factors().get(factor).levels();
        }
        return places;
    }

    /** Fills in the features of a site. */
    private void set(int site, int[] places, double[] now, double[][] before, int count) {
        double[] f = features[site];
        Arrays.fill(f, 0);
        f[0] = 1;
        for (int place : places) {
            f[1 + place] = 1;
        }
        int n = graph.neighbours(site);
        int at = firstNeighbour();
        for (int k = 0; k < n; k++) {
            f[at++] = now[graph.others()[graph.start(site) + k]];
        }
        for (int lag = 0; lag < Math.min(lags, count); lag++) {
            f[at++] = before[lag][site];
            for (int k = 0; k < n; k++) {
                f[at++] = before[lag][graph.others()[graph.start(site) + k]];
            }
        }
    }

    @Override
    public boolean watches(Batch batch) {
        return true;
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        if (batch.isNew()) {
            for (Frame frame : batch.frames()) {
                rejected += frame.lost();
                learn(frame);
            }
        }
        return new Lesson(Stance.at(couplings()), readings(sample), pictures(sample, batch));
    }

    private void learn(Frame frame) {
        double[] seen = frame.seen();
        int[] places = places(frame);
        boolean counts = records >= scoreAfter;
        if (!frame.follows()) {
            known = 0;
        }
        alone.learn(seen, places, counts);
        following.learn(seen, places, counts);
        Missing unseen = new Missing(seen, places);
        missing += unseen.sites.length;
        double excess = 0;
        for (int site = 0; site < seen.length; site++) {
            if (!Double.isNaN(seen[site])) {
                set(site, places, unseen.expected(site), past, known);
                double z = beliefs[site].at(features[site]);
                double surprise = LogLoss.of(seen[site], z);
                loss.add(surprise);
                excess += surprise - LogLoss.expected(z);
                beliefs[site].learn(seen[site], features[site]);
            }
            beliefs[site].wander(0, drift);
        }
        loss.endRecord(counts);
        if (alarm.add(excess)) {
            changes.add(new Moment(records, frame.name()));
            changes.subList(0, Math.max(0, changes.size() - TOLD)).clear();
        }
        remember(unseen.expected(NOBODY));
        records++;
    }

    /** A record some of whose values are missing, as the beliefs before it was learned from complete it. */
    private final class Missing {

        private final int[] sites;
        private final double[] now;
        private final double[] bases;
        private final double[][] couplings;

        Missing(double[] seen, int[] places) {
            this.sites = IntStream.range(0, seen.length)
                    .filter(site -> Double.isNaN(seen[site]))
                    .toArray();
            this.now = Arrays.stream(seen)
                    .map(value -> Double.isNaN(value) ? 0 : value)
                    .toArray();
            this.bases = new double[sites.length];
            this.couplings = new double[sites.length][];
            for (int k = 0; k < sites.length; k++) {
                set(sites[k], places, now, past, known);
                bases[k] = beliefs[sites[k]].at(features[sites[k]]);
                couplings[k] = couplings(sites[k]);
            }
        }

        private double[] couplings(int site) {
            double[] row = new double[now.length];
            for (int k = 0; k < graph.neighbours(site); k++) {
                row[graph.others()[graph.start(site) + k]] = beliefs[site].mean(firstNeighbour() + k);
            }
            return row;
        }

        /** All values, those missing as they are expected without knowing what {@code but} was. */
        double[] expected(int but) {
            for (int site : sites) {
                now[site] = 0;
            }
            for (int sweep = 0; sites.length > 0 && sweep < SWEEPS; sweep++) {
                for (int k = 0; k < sites.length; k++) {
                    double z = bases[k];
                    for (int other : sites) {
                        z = Math.fma(couplings[k][other], now[other], z);
                    }
                    now[sites[k]] = Elementary.tanh(but == NOBODY ? z : z - couplings[k][but] * now[but]);
                }
            }
            return now;
        }
    }

    private void remember(double[] now) {
        for (int lag = lags - 1; lag > 0; lag--) {
            past[lag] = past[lag - 1];
        }
        if (lags > 0) {
            past[0] = now;
            known = Math.min(lags, known + 1);
        }
    }

    private List<Reading> readings(Sample sample) {
        List<Reading> readings = new ArrayList<>();
        if (!loss.isEmpty()) {
            Estimate own = loss.estimate();
            Estimate base = alone.best().estimate();
            readings.add(new Reading("log_loss", own));
            readings.add(new Reading("baseline_log_loss", base));
            readings.add(new Reading("following_log_loss", following.best().estimate()));
            readings.add(new Reading("gain", Estimate.exact(1 - own.mean() / base.mean())));
        }
        readings.add(new Reading("records", Estimate.exact(records)));
        readings.add(new Reading("rejected", Estimate.exact(rejected)));
        readings.add(new Reading("missing", Estimate.exact(missing)));
        readings.add(new Reading("dream_magnetisation", dreamt(sample)));
        readings.add(new Reading("alarm_level", Estimate.exact(alarm.level())));
        readings.add(new Reading("alarms", Estimate.exact(alarm.alarms())));
        readings.addAll(strongest());
        for (int k = 0; k < changes.size(); k++) {
            readings.add(new Reading(
                    rank("changes", k),
                    Estimate.exact(changes.get(k).record()),
                    changes.get(k).name()));
        }
        return readings;
    }

    private Estimate dreamt(Sample sample) {
        Series series = sample.chains().getFirst();
        Bins bins = new Bins(1);
        for (int row = 0; row < series.sweeps(); row++) {
            bins.add(new double[] {series.value(row, Ising.FIELD) / graph.sites()});
        }
        return bins.estimate(0);
    }

    private List<Reading> strongest() {
        record Named(String name, Estimate coupling) {}
        List<Named> all = new ArrayList<>();
        forEachBond((_, one, other) ->
                all.add(new Named(schema.site(one.site()) + "-" + schema.site(other.site()), coupling(one, other))));
        all.sort(Comparator.comparingDouble(named -> -Math.abs(named.coupling().mean())));
        return IntStream.range(0, Math.min(TOLD, all.size()))
                .mapToObj(rank -> new Reading(
                        rank("top_couplings", rank),
                        all.get(rank).coupling(),
                        all.get(rank).name()))
                .toList();
    }

    private static String rank(String key, int rank) {
        return String.format(Locale.ROOT, "%s.%02d", key, rank + 1);
    }

    private List<Picture> pictures(Sample sample, Batch batch) {
        if (sample.means().isEmpty()) {
            return List.of();
        }
        int sites = graph.sites();
        float[] now = sample.means().get(1);
        float[] matrix = new float[sites * sites];
        double[] largest = new double[1];
        forEachBond((_, one, other) -> {
            float coupling = (float) coupling(one, other).mean();
            matrix[one.site() * sites + other.site()] = coupling;
            matrix[other.site() * sites + one.site()] = coupling;
            largest[0] = Math.max(largest[0], Math.abs(coupling));
        });
        double reach = largest[0] > 0 ? largest[0] : 1;
        return List.of(
                new Picture("now", 1, sites, now.clone(), -1, 1),
                new Picture("couplings", sites, sites, matrix, -reach, reach));
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        for (Belief belief : beliefs) {
            belief.save(out);
        }
        alone.save(out);
        following.save(out);
        loss.save(out);
        alarm.save(out);
        out.writeInt(changes.size());
        for (Moment change : changes) {
            out.writeLong(change.record());
            out.writeUTF(change.name());
        }
        for (double[] each : past) {
            Numerals.write(out, each, each.length);
        }
        out.writeInt(known);
        out.writeLong(records);
        out.writeLong(rejected);
        out.writeLong(missing);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        for (Belief belief : beliefs) {
            belief.load(in);
        }
        alone.load(in);
        following.load(in);
        loss.load(in);
        alarm.load(in);
        changes.clear();
        for (int left = Numerals.count(in, TOLD, "changes"); left > 0; left--) {
            changes.add(new Moment(in.readLong(), in.readUTF()));
        }
        for (int lag = 0; lag < lags; lag++) {
            past[lag] = new double[graph.sites()];
            Numerals.read(in, past[lag], graph.sites());
        }
        known = Numerals.count(in, lags, "records before");
        records = in.readLong();
        rejected = in.readLong();
        missing = in.readLong();
    }

    private Mark mark() {
        return new Mark("a network of %d sites and %d bonds, %d levels, %d records back"
                .formatted(graph.sites(), graph.count(), levels, lags));
    }
}
