package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.learn.Family.Control;
import io.isinglass.streams.learn.Family.Look;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Black-box variational inference: a distribution q that is easily sampled climbs the bound ln Z ≥ E_q[θ·T − ln q] of the
 * model given, by gradients estimated from its own samples.
 *
 * <p>Ranganath, Gerrish, Blei: Black Box Variational Inference (2014); Kingma, Welling: Auto-Encoding Variational Bayes (2014)
 * for gradients along the paths of samples. The run's chain samples the model itself, beside it.
 */
public final class Variational implements Learner {

    /*
     * Steps are natural ones, so that they need no scale, and shrink as Robbins and Monro ask: rate (1 + t/delay)^−decay. The
     * mean of the second half of the parameters is held in the end, and all samples are then pooled.
     */

    static final List<Option> OPTIONS = List.of(
            new Option(
                    "family", "factorised", "factorised or chain", "sites by themselves, or each given the one before"),
            new Option(
                    "gradient", "score", "score or reparametrised", "from values of the exponent, or from its slopes"),
            new Option("control", "full", "none, baseline or full", "what takes noise from the gradient"),
            new Option("samples", "64", "2..65536", "samples of a step"),
            new Option("steps", "10", "1..10000", "steps of an epoch"),
            new Option("begin", "0.5", "-5..5", "natural parameter of spins, or mean of a field, to start from"),
            new Option("rate", "0.3", "above 0, at most 1", "part of a natural step that is taken at first"),
            new Option("delay", "100", "above 0, at most 1e9", "steps after which they begin to shrink"),
            new Option("decay", "0.7", "above 0.5, at most 1", "exponent with which they shrink"),
            new Option("hold", "0.5", "0 or more, below 1", "part of the run, at its end, with q held and measured"));

    private static final double DEVIATION = 0.5;
    private static final long MOST_NUMBERS = 1L << 24;

    /** What is asked, in the words of a spec. */
    record Asked(
            boolean linked,
            boolean reparametrised,
            Control control,
            int samples,
            int steps,
            double begin,
            double rate,
            double delay,
            double decay,
            double hold) {

        static Asked of(Options o) {
            return new Asked(
                    o.oneOf("family", "factorised", "chain").equals("chain"),
                    o.oneOf("gradient", "score", "reparametrised").equals("reparametrised"),
                    Control.valueOf(
                            o.oneOf("control", "none", "baseline", "full").toUpperCase(Locale.ROOT)),
                    (int) o.integer("samples", 2, 65536),
                    (int) o.integer("steps", 1, 10000),
                    o.number("begin", b -> Math.abs(b) <= 5),
                    o.number("rate", r -> r > 0 && r <= 1),
                    o.number("delay", d -> d > 0 && d <= 1e9),
                    o.number("decay", d -> d > 0.5 && d <= 1),
                    o.number("hold", h -> h >= 0 && h < 1));
        }
    }

    private final Task task;
    private final Asked asked;
    private final Exponent exponent;
    private final Family family;
    private final OptionalDouble logZ;
    private final long firstHeld;
    private final double[] averaged;
    private long averages;
    private long taken;
    private boolean held;
    private Bins bounds = new Bins(1);
    private Bins variances = new Bins(2);

    Variational(Task task, Asked asked) {
        this.task = task;
        this.asked = asked;
        this.exponent = Exponent.of(task);
        if ((long) exponent.sites() * asked.samples() > MOST_NUMBERS) {
            throw new Refused(
                    "options.samples",
                    "samples must be at most %d where there are %d sites, was %d"
                            .formatted(MOST_NUMBERS / exponent.sites(), exponent.sites(), asked.samples()));
        }
        this.family = family();
        this.logZ = ExactLogZ.of(exponent);
        this.firstHeld = (long) Math.ceil((1 - asked.hold()) * task.length());
        this.averaged = new double[family.parameters().length];
    }

    static Function<Task, Learner> given(Options options) {
        Asked asked = Asked.of(options);
        return task -> new Variational(task, asked);
    }

    private Family family() {
        if (exponent.spins()) {
            if (asked.linked()) {
                throw new Refused("options.family", "family must be factorised for spins, was chain");
            }
            if (asked.reparametrised()) {
                throw new Refused(
                        "options.gradient",
                        "gradient must be score for spins, which have no slopes, was reparametrised");
            }
            return new Spins(exponent.sites(), asked.begin());
        }
        if (asked.linked() && !asked.reparametrised()) {
            throw new Refused("options.gradient", "gradient must be reparametrised for a chain, was score");
        }
        if (asked.reparametrised() && asked.control() == Control.BASELINE) {
            throw new Refused(
                    "options.control", "control must be none or full for reparametrised gradients, was baseline");
        }
        return new GaussianChain(path(), asked.linked(), asked.reparametrised(), asked.begin(), DEVIATION);
    }

    /** The sites row by row, every other row backwards, so that one is next to the one before. */
    private int[] path() {
        int columns = task.lattice().columns();
        int[] path = new int[exponent.sites()];
        Arrays.setAll(path, at -> {
            int row = at / columns;
            int column = at % columns;
            return row * columns + (row % 2 == 0 ? column : columns - 1 - column);
        });
        return path;
    }

    @Override
    public List<Chain> chains() {
        return List.of(new Chain("", task.start(), false));
    }

    @Override
    public Stance start() {
        return Stance.at(task.couplings());
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        if (!held) {
            bounds = new Bins(1);
            variances = new Bins(2);
        }
        for (int step = 0; step < asked.steps(); step++) {
            step(batch.epoch(), step);
        }
        List<Reading> readings = readings();
        if (batch.epoch() + 1 >= firstHeld && !held) {
            held = true;
            family.take(averaged);
            bounds = new Bins(1);
            variances = new Bins(2);
        }
        return new Lesson(start(), readings, List.of());
    }

    private void step(long epoch, int step) {
        Look look = family.look(
                exponent,
                task.noise().dice(0, epoch * asked.steps() + step, Noise.LEARNER),
                asked.samples(),
                asked.control());
        for (double bound : look.bounds()) {
            bounds.add(new double[] {bound / exponent.sites()});
        }
        variances.add(new double[] {look.variance(), look.plainVariance()});
        if (held) {
            return;
        }
        family.move(
                look.step(), asked.rate() * Elementary.exp(-asked.decay() * Elementary.log(1 + taken / asked.delay())));
        taken++;
        if (averages == 0 && 2 * (epoch + 1) < firstHeld) {
            return;
        }
        averages++;
        double[] now = family.parameters();
        for (int k = 0; k < averaged.length; k++) {
            averaged[k] += (now[k] - averaged[k]) / averages;
        }
    }

    private List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        readings.add(new Reading("elbo", bounds.estimate(0)));
        logZ.ifPresent(exact -> readings.add(new Reading("exact_log_z", Estimate.exact(exact / exponent.sites()))));
        readings.addAll(family.readings(exponent));
        readings.add(new Reading("gradient_variance", variances.estimate(0)));
        readings.add(new Reading("plain_gradient_variance", variances.estimate(1)));
        readings.add(new Reading("variance_ratio", variances.jackknife(means -> means[1] / means[0])));
        return readings;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        Numerals.write(out, family.parameters(), averaged.length);
        Numerals.write(out, averaged, averaged.length);
        out.writeLong(averages);
        out.writeLong(taken);
        out.writeBoolean(held);
        bounds.save(out);
        variances.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        double[] parameters = new double[averaged.length];
        Numerals.read(in, parameters, parameters.length);
        family.take(parameters);
        Numerals.read(in, averaged, averaged.length);
        averages = in.readLong();
        taken = in.readLong();
        held = in.readBoolean();
        bounds.load(in);
        variances.load(in);
    }

    private Mark mark() {
        return new Mark("variational inference of %d parameters".formatted(averaged.length));
    }
}
