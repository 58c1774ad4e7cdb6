package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Finds the K and h under which an Ising model has a wanted bond density and magnetisation.
 *
 * <p>The gap between wanted and seen sums is the gradient of a convex function of θ, their covariance its Hessian
 * (∂⟨T⟩/∂θ = Cov T). Epochs are pooled until the gap stands out of its noise; then one Newton step is taken and the
 * pool begins anew. So a step is never below noise, and steps shrink of themselves as pools grow.
 */
public final class MomentMatching implements Learner {

    /** Newton's step is believed no farther than this, in either coupling; a longer one is damped (Levenberg). */
    private static final double LONGEST_STEP = 0.05;

    /** A gap of (gap · error covariance⁻¹ · gap) beyond this stands out: χ² of two degrees of freedom, 1 % level. */
    private static final double STANDS_OUT = 9.21;

    /** Epochs after a step that are not pooled, while the chain comes into its new equilibrium. */
    private static final int SETTLING = 1;

    private static final int MOMENTS = 5;
    private static final Mark MARK = new Mark("moment-matching");

    private final Task task;
    private final double bonds;
    private final double sites;
    private Couplings couplings;
    private Bins pool = new Bins(MOMENTS);
    private int settling = SETTLING;
    private Estimate bond = Estimate.exact(0);
    private Estimate field = Estimate.exact(0);

    /** Matches {@code bondDensity}, per bond, and {@code magnetisation}, per site, both in (−1, 1). */
    public MomentMatching(Task task, double bondDensity, double magnetisation) {
        if (!(task.model() instanceof Ising)) {
            throw new Refused("kind", "moment-matching needs the model ising");
        }
        this.task = task;
        this.couplings = task.couplings();
        this.bonds = bondDensity * task.lattice().countBonds();
        this.sites = magnetisation * task.lattice().sites();
        this.bond = Estimate.exact(couplings.at(Ising.BOND));
        this.field = Estimate.exact(couplings.at(Ising.FIELD));
    }

    @Override
    public List<Chain> chains() {
        return List.of(new Chain("", task.start(), false));
    }

    @Override
    public Stance start() {
        return Stance.at(couplings);
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        if (!sample.order().couplings().shared().equals(couplings)) {
            return lesson(Double.NaN);
        }
        if (settling > 0) {
            settling--;
            return lesson(Double.NaN);
        }
        for (int row = 0; row < sample.order().sweeps(); row++) {
            double t1 = bonds - sample.chains().getFirst().value(row, Ising.BOND);
            double t2 = sites - sample.chains().getFirst().value(row, Ising.FIELD);
            pool.add(new double[] {t1, t2, t1 * t1, t1 * t2, t2 * t2});
        }
        return lesson(step());
    }

    /** Takes a Newton step where the pooled gap stands out; returns the norm of the gap in units of its error. */
    private double step() {
        Estimate gap1 = pool.estimate(0);
        Estimate gap2 = pool.estimate(1);
        double c11 = pool.mean(2) - gap1.mean() * gap1.mean();
        double c12 = pool.mean(3) - gap1.mean() * gap2.mean();
        double c22 = pool.mean(4) - gap2.mean() * gap2.mean();
        double determinant = c11 * c22 - c12 * c12;
        if (!(determinant > 1e-12 * c11 * c22)) {
            return Double.NaN;
        }
        double step1 = (c22 * gap1.mean() - c12 * gap2.mean()) / determinant;
        double step2 = (c11 * gap2.mean() - c12 * gap1.mean()) / determinant;
        double size = Math.min(gap1.size(), gap2.size());
        double standing = size * (gap1.mean() * step1 + gap2.mean() * step2);
        double damping = 0;
        while (Math.max(Math.abs(step1), Math.abs(step2)) > LONGEST_STEP) {
            damping = Math.max(2 * damping, (c11 + c22) / 1024);
            double damped = (c11 + damping) * (c22 + damping) - c12 * c12;
            step1 = ((c22 + damping) * gap1.mean() - c12 * gap2.mean()) / damped;
            step2 = ((c11 + damping) * gap2.mean() - c12 * gap1.mean()) / damped;
        }
        bond = newton(couplings.at(Ising.BOND), step1, c22 / determinant, gap1, size);
        field = newton(couplings.at(Ising.FIELD), step2, c11 / determinant, gap2, size);
        if (standing > STANDS_OUT && size >= 8) {
            couplings = new Couplings(bond.mean(), field.mean(), couplings.at(Ising.EVIDENCE));
            pool = new Bins(MOMENTS);
            settling = SETTLING;
        }
        return Math.sqrt(Math.max(0, standing));
    }

    private static Estimate newton(double at, double step, double variance, Estimate gap, double size) {
        return new Estimate(at + step, Math.sqrt(variance / size), gap.tau(), size);
    }

    private Lesson lesson(double standing) {
        List<Reading> readings = List.of(
                new Reading("K", bond),
                new Reading("h", field),
                new Reading("gap.bond_density", gap(0, (double) task.lattice().countBonds())),
                new Reading("gap.magnetisation", gap(1, (double) task.lattice().sites())),
                new Reading("gap.sigmas", Estimate.exact(Double.isNaN(standing) ? 0 : standing)));
        return new Lesson(Stance.at(couplings), readings, List.of());
    }

    private Estimate gap(int k, double scale) {
        return pool.count() == 0
                ? new Estimate(0, Double.POSITIVE_INFINITY, 0.5, 0)
                : pool.estimate(k).times(1 / scale);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        MARK.save(out);
        couplings.save(out);
        pool.save(out);
        out.writeInt(settling);
        bond.save(out);
        field.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        MARK.expect(in);
        couplings = Couplings.load(in);
        pool.load(in);
        settling = in.readInt();
        bond = Estimate.load(in);
        field = Estimate.load(in);
    }
}
