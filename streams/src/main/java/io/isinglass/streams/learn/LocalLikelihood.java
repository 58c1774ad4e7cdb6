package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.model.Well;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Finds the φ⁴ theory of a graph, with couplings of its own for each bond and site, under which the records that keep coming
 * are most likely: w of a bond, a, b and r of a site. The gradient is the records' mean of the statistics less that of
 * persistent chains (Younes 1989), the step the natural one.
 */
public final class LocalLikelihood implements Learner {

    /*
     * The log-likelihood is concave. Its top is where ⟨T⟩ is the mean over all records so far; chains tell ⟨T⟩ and C = Cov T
     * near by, see Tangent, and a Newton step leads on from there. While steps stand out from the noise, all that chains told
     * before is forgotten: far from here φ⁴ may vary by orders of magnitude more. After that all records count alike, and
     * all configurations of the chains: what is learned errs by C⁻¹(1/records + 1/configurations).
     *
     * Below its least value b is held there, and the other parameters do what is then best. The parameters that it begins
     * with count as much as one record: of few records the likelihood may have no top.
     *
     * A value that is missing is drawn, given those seen, under the theory as it stands. Records with such values are
     * forgotten as well while steps stand out: what was drawn for them was drawn from another theory.
     */

    static final List<Option> OPTIONS = List.of(
            new Option("chains", "64", "2..4096", "independent chains that show what the theory does"),
            new Option("b_min", "0.01", "above 0, at most 1000", "the least b of a site"));

    private static final int MOST = 1024;
    private static final int SETTLING = 1;

    /** So many times as long as by chance, squared, a step stands out. */
    private static final double STANDS_OUT = 2;

    /** So often each missing site is drawn, given the others. */
    private static final int SWEEPS = 16;

    private final Task task;
    private final LocalTerms terms;
    private final double least;
    private final List<Chain> chains;
    private final double[] begin;
    private final RecordMeans means;
    private final Bins loss = new Bins(1);
    private double[] theory;
    private Tangent tangent;
    private int settling = SETTLING;
    private long drawn;

    private LocalLikelihood(Task task, int chains, double least) {
        if (task.data().isEmpty()) {
            throw new Refused("kind", "local-likelihood needs data");
        }
        this.task = task;
        this.terms = new LocalTerms(task, "local-likelihood", LocalTerms.NAMES.size());
        if (terms.count() > MOST) {
            throw new Refused(
                    "kind",
                    "local-likelihood learns at most %d parameters, this graph has %d".formatted(MOST, terms.count()));
        }
        this.least = least;
        this.chains = IntStream.range(0, chains)
                .mapToObj(index -> new Chain("c" + index, task.start(), false, false))
                .toList();
        this.begin = terms.given();
        terms.of(Phi4.FOURTH).forEach(k -> begin[k] = Math.max(least, begin[k]));
        this.theory = begin.clone();
        this.means = new RecordMeans(terms.count());
        this.tangent = new Tangent(terms.count());
    }

    static Function<Task, Learner> given(Options o) {
        int chains = (int) o.integer("chains", 2, 4096);
        double least = o.number("b_min", b -> b > 0 && b <= 1000);
        return task -> new LocalLikelihood(task, chains, least);
    }

    @Override
    public List<Chain> chains() {
        return chains;
    }

    @Override
    public Stance start() {
        return Stance.at(terms.couplings(theory));
    }

    @Override
    public boolean looks(Batch batch) {
        return true;
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        if (settling > 0) {
            settling--;
        } else {
            see(sample);
        }
        double[] last = new double[0];
        if (batch.isNew()) {
            for (Frame frame : batch.frames()) {
                last = learn(frame);
            }
        }
        double gradient = 0;
        if (isKnown()) {
            double[] newton = tangent.step(tangent.gap(means.mean()), free());
            gradient = tangent.length(newton);
            step(newton, gradient / part() * (1 - theory.length / tangent.weight()));
        }
        // A step that stood out has left nothing to tell errors by.
        double[][] errors = isKnown() ? tangent.inverse() : new double[0][];
        return new Lesson(start(), readings(errors, gradient), List.of(), drawings(errors, last), List.of());
    }

    private boolean isKnown() {
        return means.count() > 0 && tangent.isEnough();
    }

    /** Takes in the chains as they stand, under whatever couplings they were swept. */
    private void see(Sample sample) {
        double[] then = terms.parameters(sample.order().couplings().shared());
        double[] ago = new double[theory.length];
        for (int k = 0; k < ago.length; k++) {
            ago[k] = theory[k] - then[k];
        }
        tangent.add(sample.fields().stream().map(terms::statistics).toList(), ago);
    }

    /** Learns from a record, and says what it held, what was missing as it was drawn. */
    private double[] learn(Frame frame) {
        double[] values = complete(frame.seen());
        loss.add(new double[] {loss(frame.seen(), values)});
        means.add(terms.statistics(values), Arrays.stream(frame.seen()).noneMatch(Double::isNaN));
        return values;
    }

    private double[] complete(double[] seen) {
        int[] missing = IntStream.range(0, seen.length)
                .filter(site -> Double.isNaN(seen[site]))
                .toArray();
        double[] values = seen.clone();
        for (int site : missing) {
            values[site] = 0;
        }
        drawn += missing.length;
        for (int sweep = 0; sweep < SWEEPS && missing.length > 0; sweep++) {
            Dice dice = task.noise().dice(sweep, means.seen(), Noise.LEARNER);
            dice.row(0);
            for (int site : missing) {
                values[site] = well(site).draw(terms.pull(theory, values, site), dice, site);
            }
        }
        return values;
    }

    private Well well(int site) {
        return new Well(theory[terms.at(Phi4.SQUARE, site)], theory[terms.at(Phi4.FOURTH, site)]);
    }

    /** The mean over the sites seen of −ln p of each, given all others, in nats. */
    private double loss(double[] seen, double[] values) {
        double sum = 0;
        int count = 0;
        for (int site = 0; site < seen.length; site++) {
            if (!Double.isNaN(seen[site])) {
                double pull = terms.pull(theory, values, site);
                double square = seen[site] * seen[site];
                double depth = square
                        * Math.fma(theory[terms.at(Phi4.FOURTH, site)], square, theory[terms.at(Phi4.SQUARE, site)]);
                sum += well(site).logZ(pull) - pull * seen[site] + depth;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private double[] free() {
        double[] held = new double[theory.length];
        Arrays.fill(held, Double.NaN);
        return held;
    }

    /** A Newton step, no longer than 1 in the theory's own measure; a b that would fall too low is held. */
    private void step(double[] newton, double standing) {
        double[] held = free();
        double[] step = weighed(newton, held);
        while (holds(step, held)) {
            step = weighed(tangent.step(tangent.gap(means.mean()), held), held);
        }
        double part = Math.min(1, 1 / Math.sqrt(tangent.length(step)));
        double[] next = theory.clone();
        for (int k = 0; k < next.length; k++) {
            next[k] += part * step[k];
            next[k] = terms.kind(k) == Phi4.FOURTH ? Math.max(least, next[k]) : next[k];
            step[k] = next[k] - theory[k];
        }
        theory = next;
        if (standing > STANDS_OUT * theory.length) {
            tangent = new Tangent(theory.length);
            means.forget();
            settling = SETTLING;
        } else {
            tangent.carry(step);
        }
    }

    /** Holds each b that this step would lead too low, and says whether there was any. */
    private boolean holds(double[] step, double[] held) {
        int[] low = terms.of(Phi4.FOURTH)
                .filter(k -> Double.isNaN(held[k]) && theory[k] + step[k] < least)
                .toArray();
        for (int k : low) {
            held[k] = least - theory[k];
        }
        return low.length > 0;
    }

    /** The Newton step of what is not held, where what it began with counts as a record. */
    private double[] weighed(double[] newton, double[] held) {
        double[] step = newton.clone();
        for (int k = 0; k < step.length; k++) {
            step[k] = Double.isNaN(held[k])
                    ? (means.count() * step[k] + begin[k] - theory[k]) / (means.count() + 1)
                    : held[k];
        }
        return step;
    }

    private List<Reading> readings(double[][] inverse, double gradient) {
        List<Reading> readings = new ArrayList<>();
        for (int kind = 0; kind < terms.kinds(); kind++) {
            String name = LocalTerms.NAMES.get(kind);
            int[] own = terms.of(kind).toArray();
            double average =
                    Arrays.stream(own).mapToDouble(k -> theory[k]).average().orElse(0);
            double square = Arrays.stream(own)
                    .mapToDouble(k -> (theory[k] - average) * (theory[k] - average))
                    .sum();
            readings.add(new Reading("at." + name, average(average, own, inverse)));
            readings.add(new Reading("spread." + name, Estimate.exact(Math.sqrt(square / own.length))));
            readings.add(new Reading(
                    "error." + name,
                    inverse.length == 0
                            ? Estimate.unknown()
                            : Estimate.exact(Math.sqrt(Arrays.stream(own)
                                    .mapToDouble(k -> square(error(inverse, k)))
                                    .average()
                                    .orElse(0)))));
        }
        readings.add(new Reading(
                "gradient", inverse.length == 0 ? Estimate.unknown() : Estimate.exact(Math.sqrt(gradient))));
        readings.add(new Reading("records", Estimate.exact(means.seen())));
        readings.add(new Reading("forgotten", Estimate.exact(means.seen() - means.count())));
        readings.add(new Reading("drawn", Estimate.exact(drawn)));
        boolean both = means.count() > 0 && tangent.weight() > 1;
        readings.add(
                new Reading("moment_gap", both ? Estimate.exact(tangent.distance(means.mean())) : Estimate.unknown()));
        if (loss.count() > 0) {
            readings.add(new Reading("pseudo_log_loss", loss.estimate(0)));
        }
        return readings;
    }

    private Estimate average(double average, int[] own, double[][] inverse) {
        if (inverse.length == 0) {
            return Estimate.unknown();
        }
        double variance = 0;
        for (int k : own) {
            for (int l : own) {
                variance += inverse[k][l];
            }
        }
        return new Estimate(average, Math.sqrt(variance * part()) / own.length, 0.5, means.count());
    }

    private double error(double[][] inverse, int k) {
        return Math.sqrt(inverse[k][k] * part());
    }

    private static double square(double x) {
        return x * x;
    }

    /** What is left of the variance that one configuration leaves. */
    private double part() {
        return 1.0 / means.count() + 1 / tangent.weight();
    }

    private List<Drawing> drawings(double[][] inverse, double[] last) {
        Schema schema = task.data().orElseThrow();
        if (schema.places().isEmpty() || inverse.length == 0 || last.length == 0) {
            return List.of();
        }
        List<CouplingMap.Bound> bounds = IntStream.range(0, terms.bonds())
                .mapToObj(bond ->
                        new CouplingMap.Bound(terms.one(bond), terms.other(bond), theory[bond], error(inverse, bond)))
                .toList();
        double[] shown =
                Arrays.stream(last).map(value -> Math.clamp(value, -1, 1)).toArray();
        return List.of(CouplingMap.of(schema, shown, last, bounds));
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        Numerals.write(out, theory, theory.length);
        means.save(out);
        tangent.save(out);
        loss.save(out);
        out.writeInt(settling);
        out.writeLong(drawn);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        theory = new double[terms.count()];
        Numerals.read(in, theory, theory.length);
        means.load(in);
        tangent.load(in);
        loss.load(in);
        settling = in.readInt();
        drawn = in.readLong();
    }

    private Mark mark() {
        return new Mark("local-likelihood of %d couplings and %d chains".formatted(terms.count(), chains.size()));
    }
}
