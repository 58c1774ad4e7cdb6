package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.measure.Weighing;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.model.Ascent;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Term;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A theory with some of a model's couplings learns the action that has all of them, without data: the bound ⟨A − S⟩ + F on
 * the free energy of the target A is lowered by natural gradients. It is then held, and its configurations are
 * reweighted to the target, to the target with couplings that are complex, and to targets nearby.
 *
 * <p>Epochs are pooled until a step stands out of its noise; then it is taken, and the pool begins anew.
 */
public final class KnownAction implements Learner {

    /*
     * F and F_A are not known, but their difference can be had from both sides [1]: ⟨A − S⟩ under the theory is an upper
     * bound of F_A − F, the same under the target a lower one, and −ln⟨e^−(A − S)⟩ is what they bound.
     *
     * What has decided when to stop must not be measured with: so the pool begins anew when the theory is held.
     *
     * [1] Bachtis, Aarts & Lucini: Quantum field-theoretic machine learning (2021)
     */

    /** Epochs after a step that are not pooled, while the chains come into their new equilibrium. */
    private static final int SETTLING = 1;

    /** A step out of what the model allows is halved so often, and then not taken. */
    private static final int HALVINGS = 30;

    private static final int TARGET = 1;
    private static final int POINTS = 7;

    private final Task task;
    private final ActionTask asked;
    private final int[] learned;
    private final List<String> names;
    private final List<Observable> observables;
    private final List<Chain> chains;
    private final long firstHeld;
    private final ActionPath path;
    private Couplings theory;
    private int settling = SETTLING;
    private boolean held;
    private ActionFit fit;
    private Expectations expectations;
    private final Overlap overlap = new Overlap();

    KnownAction(Task task, ActionTask asked) {
        Model model = task.model();
        if (model instanceof Ascent) {
            throw new Refused("kind", "known-action needs a model that is sampled, not one that climbs a bound");
        }
        List<Term> terms = model.terms();
        this.task = task;
        this.asked = asked;
        this.learned = asked.learned(terms);
        this.names = IntStream.of(learned).mapToObj(k -> terms.get(k).name()).toList();
        this.observables = asked.observables(
                model.observables(task.lattice(), task.couplings()).direct());
        this.chains = IntStream.range(0, asked.chains())
                .mapToObj(index -> new Chain("c" + index, task.start(), false, false))
                .toList();
        this.firstHeld = (long) Math.ceil((1 - asked.hold()) * task.length());
        this.path = new ActionPath(learned.length);
        this.theory = asked.start(terms, task.couplings());
        this.fit = new ActionFit(learned, chains.size());
        this.expectations = expect();
        if (!isAllowed(theory)) {
            throw new Refused("options.guess", "a theory that begins with " + named(theory) + " is not normalised");
        }
    }

    private Expectations expect() {
        List<Aim> aims = asked.aims(task.model().terms(), theory, task.couplings(), POINTS);
        return new Expectations(aims, observables, asked.leastEss());
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

    private String named(Couplings couplings) {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < learned.length; k++) {
            text.append(k == 0 ? "" : " ").append(names.get(k)).append('=').append(couplings.at(learned[k]));
        }
        return text.toString();
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
        if (batch.epoch() >= firstHeld && !held) {
            held = true;
            fit = new ActionFit(learned, chains.size());
            expectations = expect();
        }
        if (sample.order().couplings().shared().equals(theory)) {
            if (settling > 0) {
                settling--;
            } else {
                pool(sample);
                step(batch.epoch());
            }
        }
        return new Lesson(Stance.at(theory), readings(), List.of(), plots(batch.epoch()), List.of());
    }

    private void pool(Sample sample) {
        Aim target = expectations.aims().get(TARGET);
        int sweeps = sample.order().sweeps();
        double[][][] sums = new double[sweeps][chains.size()][];
        double[][] excesses = new double[sweeps][chains.size()];
        for (int row = 0; row < sweeps; row++) {
            for (int chain = 0; chain < chains.size(); chain++) {
                Series series = sample.chains().get(chain);
                sums[row][chain] = series.row(row);
                excesses[row][chain] = target.excess(theory, sums[row][chain]);
            }
            fit.add(excesses[row], sums[row]);
            if (held) {
                expectations.add(theory, sums[row]);
            }
        }
        if (held) {
            overlap(sums, excesses);
        }
    }

    private void overlap(double[][][] sums, double[][] excesses) {
        Aim zero = new Aim("", new Couplings(new double[theory.values().length]));
        double sites = task.lattice().sites();
        double[][] actions = new double[sums.length][chains.size()];
        for (int row = 0; row < sums.length; row++) {
            for (int chain = 0; chain < chains.size(); chain++) {
                actions[row][chain] = -zero.excess(task.couplings(), sums[row][chain]) / sites;
            }
        }
        overlap.range(Arrays.stream(actions).flatMapToDouble(Arrays::stream).toArray());
        for (int row = 0; row < sums.length; row++) {
            for (int chain = 0; chain < chains.size(); chain++) {
                overlap.add(actions[row][chain], excesses[row][chain]);
            }
        }
    }

    /** Takes a natural-gradient step where it stands out, and begins to pool anew. */
    private void step(long epoch) {
        if (held || !(standing() > standsOut(learned.length))) {
            return;
        }
        double[] slopes = fit.slopes();
        double part = 1;
        for (int halvings = 0; halvings < HALVINGS; halvings++) {
            Couplings next = theory;
            for (int k = 0; k < learned.length; k++) {
                next = next.with(learned[k], theory.at(learned[k]) + part * slopes[k]);
            }
            if (isAllowed(next)) {
                path.add(epoch, at());
                theory = next;
                path.add(epoch + 1, at());
                fit = new ActionFit(learned, chains.size());
                expectations = expect();
                settling = SETTLING;
                return;
            }
            part /= 2;
        }
    }

    private double standing() {
        return fit.isEmpty() ? 0 : fit.standing(at());
    }

    private double[] at() {
        return IntStream.of(learned).mapToDouble(theory::at).toArray();
    }

    /** The 1 % level of χ² of so many degrees of freedom (Wilson & Hilferty 1931). */
    static double standsOut(int freedom) {
        double spread = 2.0 / (9 * freedom);
        double root = 1 - spread + 2.3263 * Math.sqrt(spread);
        return freedom * root * root * root;
    }

    private List<Reading> readings() {
        boolean none = fit.isEmpty();
        List<Reading> readings = new ArrayList<>();
        for (int k = 0; k < learned.length; k++) {
            readings.add(new Reading("optimum." + names.get(k), none ? Estimate.unknown() : optimum(k)));
            readings.add(new Reading("at." + names.get(k), Estimate.exact(theory.at(learned[k]))));
        }
        readings.add(new Reading("bound", none ? Estimate.unknown() : fit.bound()));
        readings.add(new Reading("variance", none ? Estimate.unknown() : fit.variance()));
        readings.add(new Reading("gradient", none ? Estimate.unknown() : Estimate.exact(fit.gradient())));
        readings.add(new Reading("gap.sigmas", Estimate.exact(Math.sqrt(Math.min(standing(), 1e300)))));
        if (held) {
            Weighing target = expectations.weighings().get(TARGET);
            readings.add(expectations.told(TARGET, "log_z", target::logRatio));
            readings.add(expectations.told(TARGET, "kl", target::divergence));
            readings.add(expectations.told(TARGET, "bound", target::weightedExponent));
            for (int index = 0; index < expectations.aims().size(); index++) {
                readings.addAll(expectations.readings(index));
            }
            for (int index = firstScanned(); index < expectations.aims().size(); index++) {
                Aim aim = expectations.aims().get(index);
                readings.add(new Reading(aim.name() + "." + asked.scan(), Estimate.exact(scanned(aim))));
            }
        }
        return readings;
    }

    private Estimate optimum(int k) {
        Estimate slope = fit.slope(k);
        double at = theory.at(learned[k]) + slope.mean();
        return new Estimate(at, slope.stderr(), slope.tau(), slope.size() * chains.size());
    }

    private List<Drawing> plots(long epoch) {
        List<Drawing> plots = new ArrayList<>();
        plots.add(
                new Plot("couplings", "Couplings of the theory", "epoch", "coupling", path.curves(names, epoch, at())));
        if (held) {
            plots.add(new Plot("overlap", "Target action a site", "A / V", "density", overlap.curves()));
            for (int k = 0; scans() && k < observables.size(); k++) {
                plots.add(scan(k));
            }
        }
        return plots;
    }

    private boolean scans() {
        return !asked.scan().equals("none");
    }

    private int firstScanned() {
        return expectations.aims().size() - (scans() ? POINTS : 0);
    }

    /** Where the coupling that is moved stands in an action. */
    private double scanned(Aim aim) {
        return aim.real()
                .at(ActionTask.index(
                        "scan", asked.scan(), asked.scan(), task.model().terms()));
    }

    private Plot scan(int k) {
        List<double[]> points = new ArrayList<>();
        for (int index = firstScanned(); index < expectations.aims().size(); index++) {
            if (expectations.reaches(index)) {
                Estimate mean = expectations.weighings().get(index).mean(k);
                points.add(new double[] {scanned(expectations.aims().get(index)), mean.mean(), mean.stderr()});
            }
        }
        String name = observables.get(k).name();
        Plot.Curve curve = new Plot.Curve("reweighted", column(points, 0), column(points, 1), column(points, 2));
        return new Plot("scan." + name, name + " by reweighting", asked.scan(), name, List.of(curve));
    }

    private static double[] column(List<double[]> points, int column) {
        return points.stream().mapToDouble(point -> point[column]).toArray();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        theory.save(out);
        out.writeInt(settling);
        out.writeBoolean(held);
        path.save(out);
        fit.save(out);
        expectations.save(out);
        overlap.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        theory = Couplings.load(in);
        settling = in.readInt();
        held = in.readBoolean();
        path.load(in);
        fit.load(in);
        expectations = expect();
        expectations.load(in);
        overlap.load(in);
    }

    private Mark mark() {
        return new Mark("known-action of %d couplings and %d chains".formatted(learned.length, chains.size()));
    }
}
