package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.math.Odds;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.streams.learn.CouplingMap.Bound;
import io.isinglass.streams.serve.Knowledge;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
 * couplings of a bond as its two ends see them are one, weighed by how well each is known, where chains are sampled. How strong
 * ties are expected to be, the first records choose: see {@link Rivals}.
 *
 * <p>Of few spins whose records are whole and come in one situation, the couplings and fields are told as all that was seen
 * makes them most probable: see {@link JointBelief}.
 *
 * <p>Where the records are worse foreseen than a record of the model itself would be, for long enough, it tells a change: see
 * {@link DriftAlarm}.
 *
 * <p>Two chains show the model as it stands: {@code dream} is free under the fields of the last record, and {@code now} holds
 * what that record has seen and samples what is missing.
 */
public final class Network implements Learner {

    /*
     * Records without a missing value are learned from many at a time, site after site: what a site then learns from is what
     * was seen, and not what others believe; and what it believes stays near the processor.
     */

    static final List<Option> OPTIONS = List.of(
            new Option("lags", "2", "0..16", "records back that a site may depend on"),
            new Option("drift", "0.0005", "0..1", "variance by which fields wander from a record to the next"),
            new Option("score_after", "300", "0..1000000000", "first records that are foreseen and not scored"),
            new Option(
                    "alarm", "10000", "above 1, at most 1e12", "records between false alarms of a change, in the mean"),
            new Option(
                    "covariance",
                    "full",
                    "full or diagonal",
                    "what is kept of how couplings of a site err together; diagonal is for many sites"),
            new Option("l1", "0", "0..100", "standard errors within which a tie is held at zero; 0: none is"));

    private static final int TOGETHER = 256;
    private static final int TOLD = 10;

    /** The number of the chain that holds what was seen. */
    private static final int NOW = 1;

    private static final long MOST_BYTES = 1L << 30;

    /** An evidence that no neighbourhood overcomes: the chance of the other value is below 2⁻⁶⁴. */
    private static final double HOLDS = 100;

    private final Task task;
    private final Graph graph;
    private final Schema schema;
    private final int lags;
    private final double drift;
    private final long scoreAfter;
    private final Kept kept;
    private final int levels;
    private final Rivals rivals;
    private final Features features;
    private final Optional<JointBelief> joint;
    private final FieldsAlone alone;
    private final FieldsAlone following;
    private final LogLoss loss = new LogLoss();
    private final Gain gain = new Gain(FieldsAlone.COUNT);
    private final DriftAlarm alarm;
    private final List<Moment> changes = new ArrayList<>();
    private final double[][] past;
    private Optional<Belief[]> together = Optional.empty();
    private int known;
    private long records;
    private long rejected;
    private long missing;

    /**
     * What is asked of a network.
     *
     * @param lags records back that it looks
     * @param drift variance by which the field of a site may wander from a record to the next
     * @param scoreAfter records at the beginning that are foreseen and not scored
     * @param interval records between two false alarms of a change, in the mean
     */
    record Asked(int lags, double drift, long scoreAfter, double interval, Kept kept) {

        static Asked of(Options o) {
            return new Asked(
                    (int) o.integer("lags", 0, 16),
                    o.number("drift", d -> d >= 0 && d <= 1),
                    o.integer("score_after", 0, 1_000_000_000),
                    o.number("alarm", a -> a > 1 && a <= 1e12),
                    new Kept(
                            o.oneOf("covariance", "full", "diagonal").equals("full"),
                            o.number("l1", l -> l >= 0 && l <= 100)));
        }
    }

    /** A network that keeps all covariances, see {@link Asked}. */
    public Network(Task task, int lags, double drift, long scoreAfter, double interval) {
        this(task, new Asked(lags, drift, scoreAfter, interval, Kept.ALL));
    }

    Network(Task task, Asked asked) {
        if (!(task.model() instanceof Ising)
                || task.data().isEmpty()
                || !(task.lattice().bonds() instanceof Graph bound)) {
            throw new Refused("kind", "network needs the model ising on a graph, such as bonds: complete, and data");
        }
        this.task = task;
        this.graph = bound;
        this.schema = task.data().get();
        this.lags = asked.lags();
        this.drift = asked.drift();
        this.scoreAfter = asked.scoreAfter();
        this.kept = asked.kept();
        this.levels = schema.factors().stream().mapToInt(Schema.Factor::levels).sum();
        int sites = graph.sites();
        this.features = new Features(graph, levels, lags);
        if (kept.bytes(features, sites) > MOST_BYTES) {
            throw new Refused(
                    "kind",
                    "network needs at most %d MiB for what it knows of %d sites, would be %d: take a graph with fewer bonds%s"
                            .formatted(
                                    MOST_BYTES >> 20,
                                    sites,
                                    kept.bytes(features, sites) >> 20,
                                    kept.covariances() ? ", or covariance: diagonal" : ""));
        }
        this.rivals = new Rivals(features, kept, sites, task.noise(), MOST_BYTES);
        this.joint = staysAsItIs() && sites <= JointBelief.MOST_SITES
                ? Optional.of(new JointBelief(graph, features))
                : Optional.empty();
        this.alone = new FieldsAlone(sites, schema.factors(), false);
        this.following = new FieldsAlone(sites, schema.factors(), true);
        this.past = new double[lags][sites];
        this.alarm = new DriftAlarm(asked.interval());
    }

    /** Whether all records are seen in one situation, and all is kept of what they tell. */
    private boolean staysAsItIs() {
        return lags == 0 && levels == 0 && drift == 0 && kept.equals(Kept.ALL);
    }

    /** What is known of each site where the model is told: by records as wholes where it can be had, or site by site. */
    private Belief[] model() {
        return together.orElseGet(rivals::leading);
    }

    private void joinTogether() {
        together = joint.flatMap(each -> each.beliefs(rivals.leading(), rivals.ties()));
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
        // Before the first record all means are 0: a spec of very many bonds is checked without going through them.
        return Stance.at(couplings(records == 0 ? new double[graph.count()] : bonds().means()));
    }

    private static Couplings couplings(double[] bonds) {
        return new Couplings(1, 0, 1).withBonds(bonds);
    }

    /** A record at which an alarm was raised. */
    private record Moment(long record, String name) {}

    private Bonds bonds() {
        return new Bonds(graph, model(), features.firstNeighbour(), rivals.spread());
    }

    /** The local fields of the last frame; where the chain holds what was seen, too. */
    @Override
    public Optional<double[]> evidence(int index, Batch batch) {
        if (!batch.isNew()) {
            return Optional.empty();
        }
        Frame frame = batch.frames().getLast();
        Features.Situation in = new Features.Situation(places(frame), before(batch.frames()));
        double[] fields = new double[graph.sites()];
        double[] nothing = new double[graph.sites()];
        for (int site = 0; site < fields.length; site++) {
            fields[site] = model()[site].at(features.of(site, nothing, in));
            if (index == NOW && !Double.isNaN(frame.seen()[site])) {
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

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        if (batch.isNew()) {
            learn(batch.frames());
            joinTogether();
        }
        Bonds bonds = bonds();
        boolean shows = !sample.fields().isEmpty() && !batch.frames().isEmpty();
        double[] now = shows ? now(batch) : new double[0];
        return new Lesson(
                Stance.at(couplings(bonds.means())),
                readings(sample, bonds),
                shows ? List.of(picture(now)) : List.of(),
                shows ? drawings(now, batch, bonds) : List.of(),
                List.of());
    }

    /** The last record, what is missing as it is expected. */
    private double[] now(Batch batch) {
        Frame frame = batch.frames().getLast();
        Features.Situation in = new Features.Situation(places(frame), before(batch.frames()));
        return new Completion(frame.seen(), in, graph, features, rivals.leading()).expected();
    }

    private List<Drawing> drawings(double[] now, Batch batch, List<Bound> bonds) {
        Matrix matrix = Matrix.of(schema, graph.sites(), bonds);
        double[] seen = batch.frames().getLast().seen();
        return schema.places().isEmpty() ? List.of(matrix) : List.of(matrix, CouplingMap.of(schema, now, seen, bonds));
    }

    private void learn(List<Frame> frames) {
        int from = 0;
        for (int to = 1; to <= frames.size(); to++) {
            if (to == frames.size()
                    || to - from == TOGETHER
                    || !isWhole(frames.get(to - 1))
                    || !isWhole(frames.get(to))) {
                learnTogether(frames.subList(from, to));
                from = to;
            }
        }
    }

    private static boolean isWhole(Frame frame) {
        return Arrays.stream(frame.seen()).noneMatch(Double::isNaN);
    }

    /** Learns from one record, or from several without a missing value. */
    private void learnTogether(List<Frame> frames) {
        List<Completion> completed = frames.stream().map(this::complete).toList();
        List<Foreseen> foreseen = IntStream.range(0, rivals.count())
                .mapToObj(rival -> learn(rivals.beliefs(rival), completed))
                .toList();
        for (int k = 0; k < frames.size(); k++) {
            int at = k;
            int leader = rivals.judge(
                    foreseen.stream().mapToDouble(each -> each.loss(at)).toArray());
            Foreseen by = foreseen.get(leader);
            score(frames.get(k), completed.get(k), by.surprises()[k], by.entropies()[k]);
        }
        frames.forEach(frame -> joint.ifPresent(each -> each.add(frame.seen())));
        rivals.forget();
    }

    /** How each spin of each record was foreseen: −ln of its chance, and what was to be expected of that; 0 where missing. */
    private record Foreseen(double[][] surprises, double[][] entropies) {

        double loss(int record) {
            return Arrays.stream(surprises[record]).sum();
        }
    }

    private Foreseen learn(Belief[] beliefs, List<Completion> records) {
        double[][] surprises = new double[records.size()][graph.sites()];
        double[][] entropies = new double[records.size()][graph.sites()];
        for (int site = 0; site < graph.sites(); site++) {
            Belief belief = beliefs[site];
            for (int k = 0; k < records.size(); k++) {
                Completion record = records.get(k);
                if (record.isSeen(site)) {
                    double[] f = features.of(site, record.expectedBut(site), record.in());
                    Odds odds = Odds.at(belief.at(f));
                    double spin = record.seen()[site];
                    surprises[k][site] = odds.surprise(spin);
                    entropies[k][site] = odds.entropy();
                    belief.learn(spin, f, odds);
                }
                belief.wander(drift);
            }
        }
        return new Foreseen(surprises, entropies);
    }

    /** A record as the beliefs before it is learned from complete it, which the next one follows. */
    private Completion complete(Frame frame) {
        if (!frame.follows()) {
            known = 0;
        }
        Features.Situation in = new Features.Situation(places(frame), Arrays.copyOf(past, known));
        Completion completed = new Completion(frame.seen(), in, graph, features, rivals.leading());
        remember(completed.expected());
        return completed;
    }

    private void score(Frame frame, Completion record, double[] surprises, double[] entropies) {
        boolean counts = records >= scoreAfter;
        double[] others = alone.learn(record.seen(), record.in().places(), counts);
        following.learn(record.seen(), record.in().places(), counts);
        double own = 0;
        double excess = 0;
        for (int site = 0; site < surprises.length; site++) {
            if (record.isSeen(site)) {
                loss.add(surprises[site]);
                own += surprises[site];
                excess += surprises[site] - entropies[site];
            }
        }
        loss.endRecord(counts);
        if (counts && record.missing() < surprises.length) {
            gain.add(own, others);
        }
        if (alarm.add(excess)) {
            changes.add(new Moment(records, frame.name()));
            changes.subList(0, Math.max(0, changes.size() - TOLD)).clear();
        }
        missing += record.missing();
        rejected += frame.lost();
        records++;
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

    private List<Reading> readings(Sample sample, List<Bound> bonds) {
        List<Reading> readings = new ArrayList<>();
        if (!loss.isEmpty()) {
            readings.add(new Reading("log_loss", loss.estimate()));
            readings.add(new Reading("baseline_log_loss", alone.loss(alone.best())));
            readings.add(new Reading("following_log_loss", following.loss(following.best())));
            readings.add(new Reading("gain", gain.over(alone.best())));
        }
        readings.add(new Reading("records", Estimate.exact(records)));
        readings.add(new Reading("rejected", Estimate.exact(rejected)));
        readings.add(new Reading("missing", Estimate.exact(missing)));
        readings.add(new Reading("dream_magnetisation", dreamt(sample)));
        readings.add(new Reading("tie_strength", Estimate.exact(rivals.strength())));
        readings.add(new Reading("alarm_level", Estimate.exact(alarm.level())));
        readings.add(new Reading("alarms", Estimate.exact(alarm.alarms())));
        readings.addAll(strongest(bonds));
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

    private List<Reading> strongest(List<Bound> bonds) {
        List<Bound> sorted = CouplingMap.strongest(bonds, TOLD);
        return IntStream.range(0, sorted.size())
                .mapToObj(rank -> {
                    Bound bond = sorted.get(rank);
                    return new Reading(
                            rank("top_couplings", rank),
                            new Estimate(bond.mean(), bond.error(), 0.5, Math.max(1, records)),
                            schema.site(bond.one()) + "-" + schema.site(bond.other()));
                })
                .toList();
    }

    private static String rank(String key, int rank) {
        return String.format(Locale.ROOT, "%s.%02d", key, rank + 1);
    }

    private static Picture picture(double[] now) {
        float[] values = new float[now.length];
        for (int site = 0; site < now.length; site++) {
            values[site] = (float) now[site];
        }
        return new Picture("now", 1, now.length, values, -1, 1);
    }

    @Override
    public Optional<Knowledge> knowledge() {
        Bonds bonds = bonds();
        return Optional.of(new Knowledge(
                NetworkKnowledge.of(graph, bonds, features, model(), rivals.spread(), levels, lags),
                Optional.of(new NetworkInference(graph, schema, lags, levels, rivals.leading(), model(), bonds))));
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        rivals.save(out);
        if (joint.isPresent()) {
            joint.get().save(out);
        }
        alone.save(out);
        following.save(out);
        loss.save(out);
        gain.save(out);
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
        rivals.load(in);
        if (joint.isPresent()) {
            joint.get().load(in);
        }
        alone.load(in);
        following.load(in);
        loss.load(in);
        gain.load(in);
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
        joinTogether();
    }

    private Mark mark() {
        return new Mark("a network with rivals of %d sites and %d bonds, %d levels, %d records back%s%s"
                .formatted(
                        graph.sites(),
                        graph.count(),
                        levels,
                        lags,
                        kept.words(),
                        joint.isPresent() ? ", and of whole records" : ""));
    }
}
