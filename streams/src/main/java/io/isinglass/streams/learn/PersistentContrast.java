package io.isinglass.streams.learn;

import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A network of two layers that climbs the likelihood of records: the means of its statistics with the visible layer clamped
 * on records, less those of chains that are swept on from step to step (persistent contrastive divergence, Tieleman 2008).
 */
final class PersistentContrast implements Memory {

    /*
     * Steps. Those of a site's own couplings are natural ones, in the metric of the site by itself. A bond's is taken over
     * the variances of its two ends, or of their layers where those are larger; its statistic is (φ − μ)(χ − λ), with means of
     * records and chains together, so that it does not speak of the sites' own means as well (Montavon and Müller 2012), and
     * what it shifts in those is taken back. Steps shrink as 1/√t after a delay, and the mean of the later half of the iterates is what is learned.
     *
     * One record more than there are is taken to have been seen, whose visible sites are uniform in −1..1, or fair coins:
     * that a pixel was never inked does not make it impossible.
     *
     * Where both layers are Gaussian, bonds are held to ‖w / 2√am‖ < 1, or there would be no p.
     */

    private static final double LEAST_FOURTH = 1e-3;
    private static final double LEAST_SQUARE = 1e-3;
    private static final double LARGEST = 1e5;
    private static final double LONGEST = 0.3;
    private static final double LARGEST_NORM = 0.99;
    private static final double[] UNIFORM = {0, 1.0 / 3, 1.0 / 5};
    private static final int OWN = TwoLayers.OWN;

    private final LayersTask task;
    private final TwoLayers.Shape shape;
    private final Chance chance;
    private final double[] theta;
    private final double[] average;
    private final double[] alone;
    private final PersistentChains chains;
    private final OwnSteps visibleSteps;
    private final OwnSteps hiddenSteps;
    private TwoLayers network;
    private boolean begun;
    private long steps;
    private long averaged;
    private double slope;

    PersistentContrast(LayersTask task, Chance chance) {
        this.task = task;
        this.shape = task.shape();
        this.chance = chance;
        this.theta = new double[shape.couplings()];
        this.average = new double[shape.couplings()];
        this.alone = new double[OWN * shape.visibleSites()];
        this.chains = new PersistentChains(shape, task.chains(), task.temperatures(), chance);
        this.visibleSteps = new OwnSteps(shape.visible(), shape.visibleSites());
        this.hiddenSteps = new OwnSteps(shape.hidden(), shape.hiddenSites());
        for (int site = 0; site < shape.visibleSites(); site++) {
            own(LoneFit.of(shape.visible(), prior(shape.visible()), LEAST_FOURTH), alone, OWN * site);
        }
        lay();
    }

    private static double[] prior(Layer layer) {
        return layer.isReal() ? UNIFORM : new double[] {0, 1, 1};
    }

    private static void own(double[] couplings, double[] into, int at) {
        System.arraycopy(couplings, 0, into, at, OWN);
    }

    /** Lays the couplings that learning begins with. */
    private void lay() {
        System.arraycopy(FirstCouplings.of(shape, alone, chance.dice(Chance.Use.START, 0)), 0, theta, 0, theta.length);
        network = new TwoLayers(shape, theta);
    }

    boolean hasBegun() {
        return begun;
    }

    /**
     * Begins with sites that are alone, and chains that are independent.
     *
     * @param means of φ, φ² and φ⁴ of each visible site over the records
     */
    void begin(double[] means, long records) {
        for (int site = 0; site < shape.visibleSites(); site++) {
            double[] own = Arrays.copyOfRange(means, OWN * site, OWN * site + OWN);
            withPrior(own, records);
            own(LoneFit.of(shape.visible(), own, LEAST_FOURTH), alone, OWN * site);
        }
        lay();
        chains.begin(network.between(alone, 0));
        begun = true;
        steps = 1;
    }

    private void withPrior(double[] own, long records) {
        double[] prior = prior(shape.visible());
        for (int k = 0; k < OWN; k++) {
            own[k] = Math.fma(own[k], records, prior[k]) / (records + 1);
        }
    }

    /** A step up the likelihood of {@code records}, by some of them, complete. */
    void step(double[][] some, long records, boolean settles) {
        double[] seen = seen(some);
        chains.sweep(network, alone, steps);
        double[] own = seen(chains.visible());
        visibleSteps.see(chains.visible());
        hiddenSteps.see(chains.hidden());
        climb(seen, own, records);
        steps++;
        if (settles) {
            averaged++;
            for (int k = 0; k < theta.length; k++) {
                average[k] += (theta[k] - average[k]) / averaged;
            }
        }
    }

    /** The means of all statistics where the visible layer is one of these. */
    private double[] seen(double[][] layers) {
        Contrast contrast = new Contrast(shape);
        double[] moments = new double[OWN * shape.hiddenSites()];
        for (double[] layer : layers) {
            network.expectHidden(layer, moments);
            contrast.add(layer, moments);
        }
        return contrast.means();
    }

    private void climb(double[] seen, double[] own, long records) {
        double rate = task.rate() / Math.sqrt(1 + steps / task.delay());
        double[] visibleShift = new double[shape.visibleSites()];
        double[] hiddenShift = new double[shape.hiddenSites()];
        climbBonds(seen, own, rate, rate * task.decay() / records, visibleShift, hiddenShift);
        for (int site = 0; site < visibleShift.length; site++) {
            int at = shape.visibleAt(site);
            double[] means = Arrays.copyOfRange(seen, at, at + OWN);
            withPrior(means, records);
            double[] step = visibleSteps.step(site, gap(means, own, at), rate, LONGEST);
            move(shape.visible(), at, step, visibleShift[site]);
        }
        for (int other = 0; other < hiddenShift.length; other++) {
            int at = shape.hiddenAt(other);
            double[] means = Arrays.copyOfRange(seen, at, at + OWN);
            double[] step = hiddenSteps.step(other, gap(means, own, at), rate, LONGEST);
            if (shape.hidden() == Layer.GAUSSIAN) {
                // The scale of a Gaussian hidden site is that of its bonds: m stays ½.
                step[1] = 0;
            }
            move(shape.hidden(), at, step, hiddenShift[other]);
        }
        holdTogether();
        network = new TwoLayers(shape, theta);
    }

    /** Moves the bonds, and sums up what that shifts in the linear couplings of their ends. */
    private void climbBonds(
            double[] seen, double[] own, double rate, double decay, double[] visibleShift, double[] hiddenShift) {
        double squares = 0;
        for (int site = 0; site < visibleShift.length; site++) {
            int at = shape.visibleAt(site);
            double mean = (seen[at] + own[at]) / 2;
            for (int other = 0; other < hiddenShift.length; other++) {
                int of = shape.hiddenAt(other);
                int bond = site * hiddenShift.length + other;
                double otherMean = (seen[of] + own[of]) / 2;
                double gradient =
                        seen[bond] - own[bond] - mean * (seen[of] - own[of]) - otherMean * (seen[at] - own[at]);
                double scale = Math.sqrt(visibleSteps.scale(site) * hiddenSteps.scale(other));
                double whole = gradient / scale;
                double part = Math.max(-LONGEST, Math.min(LONGEST, rate * whole));
                double step = part / scale - decay * theta[bond];
                squares = Math.fma(whole, whole, squares);
                theta[bond] = within(theta[bond] + step);
                visibleShift[site] += step * otherMean;
                hiddenShift[other] += step * mean;
            }
        }
        slope = Math.sqrt(squares / shape.bonds());
    }

    /** Of the means of φ, −φ² and −φ⁴. */
    private static double[] gap(double[] seen, double[] own, int at) {
        return new double[] {seen[0] - own[at], own[at + 1] - seen[1], own[at + 2] - seen[2]};
    }

    private void move(Layer layer, int at, double[] step, double shift) {
        for (int k = 0; k < step.length; k++) {
            theta[at + k] = within(theta[at + k] + step[k] - (k == 0 ? shift : 0));
        }
        if (layer == Layer.QUARTIC) {
            theta[at + 2] = Math.max(LEAST_FOURTH, theta[at + 2]);
        }
        if (layer == Layer.GAUSSIAN) {
            theta[at + 1] = Math.max(LEAST_SQUARE, theta[at + 1]);
        }
    }

    private static double within(double coupling) {
        return Math.max(-LARGEST, Math.min(LARGEST, coupling));
    }

    private void holdTogether() {
        if (shape.visible() == Layer.GAUSSIAN && shape.hidden() == Layer.GAUSSIAN) {
            double norm = Spectrum.norm(shape, theta);
            for (int bond = 0; norm > LARGEST_NORM && bond < shape.bonds(); bond++) {
                theta[bond] *= LARGEST_NORM / norm;
            }
        }
    }

    /** Takes the mean of the settled iterates for what was learned. */
    void settle() {
        if (averaged > 0) {
            System.arraycopy(average, 0, theta, 0, theta.length);
            holdTogether();
            network = new TwoLayers(shape, theta);
        }
    }

    /** Sweeps the chains without learning. */
    void dream() {
        chains.sweep(network, alone, steps);
        steps++;
    }

    /** The root mean square of the gradient in the couplings of the bonds, each over the deviations of its ends. */
    double slope() {
        return slope;
    }

    TwoLayers network() {
        return network;
    }

    /** r, a and b of the visible sites by themselves. */
    double[] alone() {
        return alone;
    }

    PersistentChains chains() {
        return chains;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        out.writeBoolean(begun);
        out.writeLong(steps);
        out.writeLong(averaged);
        Numerals.write(out, slope);
        for (double[] each : new double[][] {theta, average, alone}) {
            Numerals.write(out, each, each.length);
        }
        chains.save(out);
        visibleSteps.save(out);
        hiddenSteps.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        begun = in.readBoolean();
        steps = in.readLong();
        averaged = in.readLong();
        slope = Numerals.number(in);
        for (double[] each : new double[][] {theta, average, alone}) {
            Numerals.read(in, each, each.length);
        }
        chains.load(in);
        visibleSteps.load(in);
        hiddenSteps.load(in);
        network = new TwoLayers(shape, theta);
    }

    private Mark mark() {
        return new Mark("a network %s of %d and %d sites in %s"
                .formatted(shape.label(), shape.visibleSites(), shape.hiddenSites(), chains.words()));
    }
}
