package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Phi4Network;
import io.isinglass.engine.model.Term;
import io.isinglass.streams.serve.Knowledge;
import io.isinglass.streams.serve.Parameter;
import io.isinglass.streams.serve.Tensor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the couplings under which the records that keep coming, each once, are most likely, for any model that is sampled:
 * the gradient is the data's mean of T less that of persistent chains, and the step the natural one, with a gain of 1/t.
 *
 * <p>Where all states can be gone through, it says how well each record was foreseen before it was learned from; for more
 * spins it says so spin by spin, each given all others. Values that are missing are drawn, given those seen.
 */
public final class Likelihood implements Learner {

    /*
     * With F = Cov T the step θ += F⁻¹(T − ⟨T⟩_θ)/t after record t is asymptotically efficient [1]: no use of the records
     * knows θ better. It leads to where ⟨T⟩, to first order about the θs gone through, is the mean of all T so far; and so
     * it is computed, for then chains and records are both used up to their last: see Expansion.
     *
     * The couplings that it begins with count as much as one record: of few records the likelihood may have no top.
     *
     * Of a record with values missing T is not known, but its mean given what was seen: see SeenMoments.
     *
     * [1] Amari: Natural gradient works efficiently in learning (1998)
     */

    /** A step out of what the model allows is halved so often, and then not taken. */
    private static final int HALVINGS = 30;

    private final Task task;
    private final int[] learned;
    private final List<String> names;
    private final List<Chain> chains;
    private final GivenRecord record;
    private final Expansion expansion;
    private final SeenMoments moments;
    private Couplings theory;
    private long records;
    private long incomplete;
    private final Bins loss = new Bins(1);

    /** Learns all couplings of the task's model from so many chains. */
    public Likelihood(Task task, int chains) {
        Model model = task.model();
        if (!(model instanceof Conditional each)
                || model instanceof Phi4Network
                || task.data().isEmpty()) {
            throw new Refused("kind", "likelihood needs data, and a model that is sampled and has no hidden sites");
        }
        List<Term> terms = model.terms();
        this.task = task;
        this.learned = IntStream.range(0, terms.size())
                .filter(k -> terms.get(k).turned())
                .toArray();
        this.names = IntStream.of(learned).mapToObj(k -> terms.get(k).name()).toList();
        this.chains = IntStream.range(0, chains)
                .mapToObj(index -> new Chain("c" + index, task.start(), false, false))
                .toList();
        this.record = new GivenRecord(task.lattice(), each, task.noise());
        this.expansion = new Expansion(learned, chains);
        this.moments = new SeenMoments(learned.length, GivenRecord.DRAWS);
        this.theory = task.couplings();
    }

    @Override
    public List<Chain> chains() {
        return chains;
    }

    @Override
    public Stance start() {
        return Stance.at(theory);
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        expansion.add(sample);
        moments.move(at(theory), expansion::square);
        if (batch.isNew()) {
            record.turn();
            batch.frames().forEach(this::learn);
        }
        boolean any = moments.count() > 0 && !expansion.isEmpty();
        SeenMoments.Wanted wanted = moments.at(expansion.centre());
        double[] gap = any ? expansion.gap(wanted, theory) : new double[learned.length];
        if (any) {
            step(wanted);
        }
        return new Lesson(Stance.at(theory), readings(any, wanted, gap), List.of());
    }

    private double[] at(Couplings couplings) {
        return IntStream.of(learned).mapToDouble(couplings::at).toArray();
    }

    private void learn(Frame frame) {
        record.show(frame.seen());
        incomplete += record.isWhole() ? 0 : 1;
        if (record.isEmpty()) {
            return;
        }
        record.loss(theory).ifPresent(each -> loss.add(new double[] {each}));
        if (record.isWhole()) {
            moments.add(ofLearned(record.statistics()));
        } else {
            moments.add(
                    Arrays.stream(record.drawn(theory, records))
                            .map(this::ofLearned)
                            .toArray(double[][]::new),
                    at(theory));
        }
        records++;
    }

    private double[] ofLearned(double[] sums) {
        return IntStream.of(learned).mapToDouble(k -> sums[k]).toArray();
    }

    private void step(SeenMoments.Wanted wanted) {
        double[] optimum = expansion.optimum(wanted);
        double[] centre = expansion.centre();
        for (double part = 1; part > Math.scalb(1.0, -HALVINGS); part /= 2) {
            Couplings next = theory;
            for (int k = 0; k < learned.length; k++) {
                double start = task.couplings().at(learned[k]);
                double best = (wanted.records() * optimum[k] + start) / (wanted.records() + 1);
                // What the chains know nothing of stays as it is.
                double target = optimum[k] == centre[k] ? centre[k] : best;
                next = next.with(learned[k], theory.at(learned[k]) + part * (target - theory.at(learned[k])));
            }
            if (isAllowed(next)) {
                theory = next;
                return;
            }
        }
    }

    private boolean isAllowed(Couplings couplings) {
        try {
            task.model().check(couplings);
            task.model().check(couplings, task.lattice());
            return true;
        } catch (Refused _) {
            return false;
        }
    }

    private List<Reading> readings(boolean any, SeenMoments.Wanted wanted, double[] gap) {
        List<Reading> readings = new ArrayList<>();
        double[] errors = any ? expansion.errors(wanted) : new double[learned.length];
        double[][] ofGap = any ? expansion.gapErrors(wanted) : new double[0][];
        for (int k = 0; k < learned.length; k++) {
            double at = theory.at(learned[k]);
            double error = any ? Math.sqrt(ofGap[k][k]) : 0;
            readings.add(
                    new Reading(names.get(k), any ? new Estimate(at, errors[k], 0.5, records) : Estimate.unknown()));
            readings.add(new Reading(
                    "gap." + names.get(k), any ? new Estimate(gap[k], error, 0.5, records) : Estimate.unknown()));
        }
        double gradient = any ? Math.sqrt(Math.max(0, expansion.norm(wanted, gap))) : 0;
        readings.add(new Reading("gradient", any ? Estimate.exact(gradient) : Estimate.unknown()));
        readings.add(new Reading("records", Estimate.exact(records)));
        readings.add(new Reading("incomplete", Estimate.exact(incomplete)));
        if (loss.count() > 0) {
            readings.add(new Reading(record.isExact() ? "log_loss" : "pseudo_log_loss", loss.estimate(0)));
        }
        return readings;
    }

    /** The couplings, and how well they are known. */
    @Override
    public Optional<Knowledge> knowledge() {
        Knowledge known = ModelKnowledge.of(task.lattice(), task.model(), start().couplings());
        if (moments.count() == 0 || expansion.isEmpty()) {
            return Optional.of(known);
        }
        double[] errors = new double[theory.values().length];
        double[] learnt = expansion.errors(moments.at(expansion.centre()));
        for (int k = 0; k < learned.length; k++) {
            errors[learned[k]] = learnt[k];
        }
        Parameter theta = known.parameters().getFirst();
        return Optional.of(new Knowledge(
                List.of(
                        new Parameter(theta.tensor(), theta.meaning(), "theta_error"),
                        new Parameter(Tensor.reals("theta_error", errors, errors.length), "standard error of theta")),
                known.inference()));
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        theory.save(out);
        expansion.save(out);
        moments.save(out);
        out.writeLong(records);
        out.writeLong(incomplete);
        loss.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        theory = Couplings.load(in);
        expansion.load(in);
        moments.load(in);
        records = in.readLong();
        incomplete = in.readLong();
        loss.load(in);
    }

    private Mark mark() {
        return new Mark("likelihood of %d couplings by %d chains, and of what was seen"
                .formatted(learned.length, chains.size()));
    }
}
