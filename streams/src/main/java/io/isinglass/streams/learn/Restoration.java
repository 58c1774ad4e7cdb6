package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Restores a stream of noisy black and white images, and learns the smoothness K of the images and the noise p, the
 * chance of a flipped pixel, by evidence maximisation.
 *
 * <p>Three chains are swept side by side: {@code posterior} sees the present frame and is what restores it,
 * {@code stream} sees the last {@code memory} frames of the image, {@code free} sees nothing. The gradient of the log
 * evidence of those frames in K is ⟨Σ s s′⟩_stream − ⟨Σ s s′⟩_free, and p solves
 * ⟨Σ y s⟩_stream = ⟨Σ y s⟩ of the free model = n N (1 − 2p).
 */
public final class Restoration implements Learner {

    /*
     * Why the stream and not the frame. An image is no sample of an Ising model: its walls are smoother than those of
     * any K. From one frame the evidence then explains part of the noise as spin flips of the prior, and p comes out
     * too small (0.171 for 0.2). Frames of one image share the truth and not the noise, so the evidence of several
     * tells the two apart. With one frame an image, this is ordinary evidence maximisation.
     *
     * Newton's step in K uses the Hessian of the log evidence, Var_stream − Var_free of the bond sum (Louis: complete
     * less missing information), kept between a quarter of and the whole of the free variance, which in turn is kept
     * above that of independent bonds: a step too short is safe. Steps shrink as 1/n where n counts changes of sign
     * (Kesten), so that far from the goal they stay whole.
     *
     * The free chain starts ordered. From disorder, above the critical coupling, it would be stuck between domains and
     * drag K away. So whenever K has moved by RESTART since the chain last began, it begins anew, ordered, and more of
     * the epoch is left out. An epoch whose first and second half differ by more than DRIFT σ is not learned from,
     * though not more than PATIENCE times in a row, since near the critical point halves always differ somewhat.
     *
     * The errors of K and p have two parts: that of the chains, and that of the data, 1/√(curvature of the log evidence).
     *
     * After the learning part of the run θ is held at the mean of its last iterates: what is then measured belongs to
     * one distribution.
     */

    private static final double LONGEST_STEP = 0.05;
    private static final double RESTART = 0.02;
    private static final double DRIFT = 3;
    private static final int PATIENCE = 2;
    private static final int KESTEN_FROM = 3;
    private static final double LARGEST_K = 1;
    private static final double SMALLEST_P = 0.01;
    private static final double LARGEST_P = 0.49;
    private static final double FORGETTING = 0.2;
    private static final int POSTERIOR = 0;
    private static final int STREAM = 1;
    private static final int FREE = 2;
    private static final Mark MARK = new Mark("restoration");

    private final Task task;
    private final int memory;
    private final long held;
    private final Exposures frames;
    private final Bins errors = new Bins(1);
    private Bins settledK = new Bins(1);
    private Bins settledP = new Bins(1);
    private boolean full;

    private double k;
    private double p;
    private double began;
    private Estimate shownK;
    private Estimate shownP;
    private double freeVariance;
    private double streamVariance;
    private double lastStep;
    private int turns = 1;
    private int patience;

    /**
     * A learner that starts from the model's K and {@code flipRate}.
     *
     * @param memory how many frames of one image are learned from at once
     * @param hold the part of the run, at its end, during which K and p are held
     */
    public Restoration(Task task, double flipRate, int memory, double hold) {
        if (!(task.model() instanceof Ising)) {
            throw new Refused("kind", "restoration needs the model ising");
        }
        if (!task.data().isPresent()) {
            throw new Refused("kind", "restoration needs data: images to restore");
        }
        this.task = task;
        this.memory = memory;
        this.frames = new Exposures(memory, (int) task.lattice().sites());
        this.held = Math.round(task.length() * (1 - hold));
        this.k = task.couplings().at(Ising.BOND);
        this.p = flipRate;
        this.began = k;
        this.shownK = new Estimate(k, Double.POSITIVE_INFINITY, 0.5, 0);
        this.shownP = new Estimate(p, Double.POSITIVE_INFINITY, 0.5, 0);
    }

    @Override
    public List<Chain> chains() {
        return List.of(
                new Chain("posterior", Start.EVIDENCE, true),
                new Chain("stream", Start.EVIDENCE, true),
                new Chain("free", Start.ORDERED, false));
    }

    @Override
    public Stance start() {
        return Stance.at(couplings());
    }

    private Couplings couplings() {
        return new Couplings(k, task.couplings().at(Ising.FIELD), Elementary.log((1 - p) / p) / 2);
    }

    @Override
    public Optional<double[]> evidence(int index, Batch batch) {
        if (index == STREAM && batch.isNew()) {
            return Optional.of(frames.add(batch.frame().orElseThrow()));
        }
        return Learner.super.evidence(index, batch);
    }

    /** The first look at a frame lets the posterior settle; its means are those of the later ones. */
    @Override
    public boolean watches(Batch batch) {
        return batch.look() > 0 || batch.looks() == 1;
    }

    @Override
    public boolean looks(Batch batch) {
        return batch.isLast();
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        Frame frame = batch.frame().orElseThrow();
        List<Reading> readings = new ArrayList<>();
        List<Picture> pictures = new ArrayList<>();
        Set<Integer> restarts = Set.of();
        if (batch.epoch() < held) {
            restarts = turn(sample, batch, frame, readings);
        }
        if (batch.epoch() == held - 1) {
            restarts = hold();
        }
        readings.addFirst(new Reading("flip_rate", shownP));
        readings.addFirst(new Reading("bond_coupling", shownK));
        if (!sample.means().isEmpty()) {
            show(sample.means().get(POSTERIOR), batch, frame, readings, pictures);
        }
        return new Lesson(new Stance(couplings(), restarts), readings, pictures);
    }

    /** One step of learning; returns the chains that must begin anew. */
    private Set<Integer> turn(Sample sample, Batch batch, Frame frame, List<Reading> readings) {
        int sweeps = sample.order().sweeps();
        int from = begins(sample, FREE) ? sweeps * 3 / 5 : sweeps / 5;
        EvidenceGap gap =
                EvidenceGap.of(sample.chains().get(STREAM), sample.chains().get(FREE), from);
        double hessian = hessian(gap);
        tell(gap, sample, frame, readings);
        if (gap.drift() > DRIFT && patience < PATIENCE) {
            patience++;
            return Set.of();
        }
        patience = 0;
        moveK(gap.gradient() / hessian, frame.index());
        double error = Math.hypot(gap.noise() / hessian, 1 / Math.sqrt(hessian));
        shownK = new Estimate(k, error, gap.free().tau(), gap.free().size());
        moveP(gap.agreement(), frame);
        settle(batch, frame);
        if (Math.abs(k - began) > RESTART) {
            began = k;
            return Set.of(FREE);
        }
        return Set.of();
    }

    private static boolean begins(Sample sample, int chain) {
        return sample.order().changes().stream()
                .anyMatch(change -> change.chain() == chain && change.start().isPresent());
    }

    private void tell(EvidenceGap gap, Sample sample, Frame frame, List<Reading> readings) {
        double bonds = task.lattice().countBonds();
        double wanted = Elementary.tanh(sample.order().couplings().shared().at(Ising.EVIDENCE));
        Estimate agreement = gap.agreement().times(1 / pixels(frame));
        readings.add(new Reading(
                "gap.bond_density",
                new Estimate(
                        gap.gradient() / bonds,
                        gap.noise() / bonds,
                        gap.free().tau(),
                        gap.free().size())));
        readings.add(new Reading(
                "gap.agreement",
                new Estimate(agreement.mean() - wanted, agreement.stderr(), agreement.tau(), agreement.size())));
        readings.add(new Reading("free.drift_sigmas", Estimate.exact(gap.drift())));
    }

    private double hessian(EvidenceGap gap) {
        double density = gap.free().mean() / task.lattice().countBonds();
        double independent = task.lattice().countBonds() * Math.max(1 - density * density, 0.01);
        freeVariance = average(freeVariance, gap.freeVariance());
        streamVariance = average(streamVariance, gap.seenVariance());
        double complete = Math.max(independent, Math.max(freeVariance, gap.freeVariance()));
        return Math.max(complete - Math.min(streamVariance, gap.seenVariance()), complete / 4);
    }

    private static double average(double average, double next) {
        return average == 0 ? next : average + FORGETTING * (next - average);
    }

    private void moveK(double step, long frame) {
        if (step * lastStep < 0 && frame + 1 >= KESTEN_FROM) {
            turns++;
        }
        lastStep = step;
        double bounded = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step)) / turns;
        k = Math.max(0, Math.min(LARGEST_K, k + bounded));
    }

    private void moveP(Estimate agreement, Frame frame) {
        double pixels = pixels(frame);
        p = Math.max(SMALLEST_P, Math.min(LARGEST_P, (1 - agreement.mean() / pixels) / 2));
        double ofChain = agreement.stderr() / pixels / 2;
        double ofData = Math.sqrt(p * (1 - p) / pixels);
        shownP = new Estimate(p, Math.hypot(ofChain, ofData), agreement.tau(), agreement.size());
    }

    /** The number of pixels that the stream chain sees, all its frames counted. */
    private double pixels(Frame frame) {
        return Math.min(frame.look() + 1, memory) * (double) task.lattice().sites();
    }

    /** Averages the iterates since the memory was first full, or else those of the second half of the learning. */
    private void settle(Batch batch, Frame frame) {
        if (!full && frame.look() + 1 >= memory) {
            full = true;
            settledK = new Bins(1);
            settledP = new Bins(1);
        }
        if (full || batch.epoch() >= held / 2) {
            settledK.add(new double[] {k});
            settledP.add(new double[] {p});
        }
    }

    /** Ends the learning at the mean of the settled iterates. */
    private Set<Integer> hold() {
        if (settledK.count() > 0) {
            shownK = settled(settledK.estimate(0), shownK);
            shownP = settled(settledP.estimate(0), shownP);
            k = shownK.mean();
            p = shownP.mean();
        }
        return Set.of(FREE);
    }

    /** The mean of the iterates; its error has a part from the chains and one from the data, which no sweep removes. */
    private static Estimate settled(Estimate mean, Estimate last) {
        return new Estimate(mean.mean(), Math.hypot(mean.stderr(), last.stderr()), mean.tau(), mean.size());
    }

    /** The restored frame: at each site the likelier value, and how much likelier it is. */
    private void show(float[] mean, Batch batch, Frame frame, List<Reading> readings, List<Picture> pictures) {
        float[] restored = new float[mean.length];
        float[] certainty = new float[mean.length];
        float[] noisy = new float[mean.length];
        double certain = 0;
        long wrong = 0;
        double[] seen = frame.evidence();
        for (int site = 0; site < mean.length; site++) {
            noisy[site] = (float) seen[site];
            restored[site] = mean[site] == 0 ? noisy[site] : Math.signum(mean[site]);
            certainty[site] = Math.abs(mean[site]);
            certain += certainty[site];
            int at = site;
            wrong += frame.truth().filter(truth -> truth[at] != restored[at]).isPresent() ? 1 : 0;
        }
        int rows = task.lattice().rows();
        int columns = task.lattice().columns();
        pictures.add(new Picture("noisy", rows, columns, noisy, -1, 1));
        pictures.add(new Picture("restored", rows, columns, restored, -1, 1));
        pictures.add(new Picture("certainty", rows, columns, certainty, 0, 1));
        if (batch.isLast()) {
            readings.add(new Reading("certainty", Estimate.exact(certain / mean.length)));
            if (frame.truth().isPresent()) {
                double error = (double) wrong / mean.length;
                readings.add(new Reading("frame_site_error", Estimate.exact(error)));
                readings.add(new Reading("site_error", error(error, batch)));
            }
        }
    }

    /** The mean error of the frames seen under the couplings that are held; before, that of this frame. */
    private Estimate error(double wrong, Batch batch) {
        if (batch.epoch() - batch.look() >= held) {
            errors.add(new double[] {wrong});
            return errors.estimate(0);
        }
        return new Estimate(wrong, Double.POSITIVE_INFINITY, 0.5, 1);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        MARK.save(out);
        for (Memory each : memories()) {
            each.save(out);
        }
        out.writeBoolean(full);
        for (double each : new double[] {k, p, began, freeVariance, streamVariance, lastStep}) {
            Numerals.write(out, each);
        }
        shownK.save(out);
        shownP.save(out);
        out.writeInt(turns);
        out.writeInt(patience);
    }

    @Override
    public void load(DataInput in) throws IOException {
        MARK.expect(in);
        for (Memory each : memories()) {
            each.load(in);
        }
        full = in.readBoolean();
        k = Numerals.number(in);
        p = Numerals.number(in);
        began = Numerals.number(in);
        freeVariance = Numerals.number(in);
        streamVariance = Numerals.number(in);
        lastStep = Numerals.number(in);
        shownK = Estimate.load(in);
        shownP = Estimate.load(in);
        turns = in.readInt();
        patience = in.readInt();
    }

    private List<Memory> memories() {
        return List.of(frames, errors, settledK, settledP);
    }
}
