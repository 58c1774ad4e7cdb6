package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Weighing;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A φ⁴ theory each of whose bonds and sites has couplings of its own, w of a bond, a and b of a site, learns the action of
 * the model given, without data, as {@link KnownAction} does with uniform ones. Bonds may be left out of the theory that the
 * action has.
 */
public final class LocalAction implements Learner {

    /*
     * What a single bond or site has held is in no sum over the lattice: so the field is looked at as it stands at the end of
     * an epoch, a configuration a chain, and those of one epoch after the other are taken as independent.
     *
     * Where there are many couplings the noise of a step is what keeps a theory from its best. So steps that stand out are
     * taken in the first half of the time for learning, and all of the second half is pooled for a last one.
     */

    static final List<Option> OPTIONS = List.of(
            new Option(
                    "begin", "none", "couplings such as w=1 a=0.5, or none", "where they start; others at the target"),
            new Option("scatter", "0.1", "0 or more, below 1", "part by which each is off there at most, by chance"),
            new Option("left_out", "none", "bonds such as 0-5 1-6, or none", "bonds that the theory has not"),
            new Option("chains", "256", "2..4096", "independent chains, swept side by side"),
            new Option("hold", "0.5", "0 or more, below 1", "part of the run, at its end, with the theory held"));

    private static final int SETTLING = 1;
    private static final int HALVINGS = 30;

    /** What is asked, in the words of a spec. */
    record Asked(Map<String, Double> begin, double scatter, String leftOut, int chains, double hold) {

        static Asked of(Options o) {
            return new Asked(
                    o.numbers("begin"),
                    o.number("scatter", s -> s >= 0 && s < 1),
                    o.text("left_out"),
                    (int) o.integer("chains", 2, 4096),
                    o.number("hold", h -> h >= 0 && h < 1));
        }
    }

    private final Task task;
    private final LocalTerms terms;
    private final List<Chain> chains;
    private final long firstHeld;
    private final boolean[] leftOut;
    private final double[] target;
    private double[] theory;
    private int settling = SETTLING;
    private boolean held;
    private LocalFit fit;
    private Weighing weighing = new Weighing(0);

    LocalAction(Task task, Asked asked) {
        this.task = task;
        this.terms = new LocalTerms(task, "local-action", 3);
        this.target = terms.given();
        this.leftOut = leftOut(asked.leftOut());
        this.chains = IntStream.range(0, asked.chains())
                .mapToObj(index -> new Chain("c" + index, task.start(), false, false))
                .toList();
        this.firstHeld = (long) Math.ceil((1 - asked.hold()) * task.length());
        this.theory = begin(asked);
        this.fit = new LocalFit(target.length);
        if (!terms.isAllowed(theory)) {
            throw new Refused("options.begin", "a theory that begins with " + asked.begin() + " is not normalised");
        }
    }

    private boolean[] leftOut(String text) {
        boolean[] left = new boolean[terms.bonds()];
        if (text.equals("none")) {
            return left;
        }
        for (String pair : text.strip().split("[ ,]+")) {
            int bond = terms.bond(pair);
            if (bond < 0) {
                throw new Refused("options.left_out", "left_out must be bonds such as 0-5 1-6, or none, was " + pair);
            }
            left[bond] = true;
        }
        return left;
    }

    private double[] begin(Asked asked) {
        asked.begin().keySet().stream().filter(name -> !names().contains(name)).forEach(name -> {
            throw new Refused("options.begin", "begin must be of the couplings w, a and b, was of " + name);
        });
        Dice dice = task.noise().dice(0, 0, Noise.LEARNER);
        dice.row(0);
        double[] begin = target.clone();
        for (int k = 0; k < begin.length; k++) {
            double at = asked.begin().getOrDefault(names().get(terms.kind(k)), target[k]);
            begin[k] = isLeftOut(k) ? 0 : at * (1 + asked.scatter() * (2 * dice.uniform(k, 0) - 1));
        }
        return begin;
    }

    private List<String> names() {
        return LocalTerms.NAMES.subList(0, terms.kinds());
    }

    private boolean isLeftOut(int k) {
        return k < leftOut.length && leftOut[k];
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
        boolean now = sample.order().couplings().shared().equals(terms.couplings(theory));
        if (now && settling > 0) {
            settling--;
        } else if (now) {
            sample.fields().forEach(this::pool);
            if (2 * batch.epoch() < firstHeld && fit.standing() > KnownAction.standsOut(target.length)) {
                step();
            }
        }
        List<Reading> readings = readings();
        if (batch.epoch() + 1 >= firstHeld && !held) {
            held = true;
            if (fit.isEnough()) {
                step();
            }
        }
        return new Lesson(start(), readings, List.of());
    }

    private void pool(float[] field) {
        double[] row = Arrays.copyOf(terms.statistics(field), target.length + 1);
        double excess = 0;
        for (int k = 0; k < target.length; k++) {
            excess += (theory[k] - target[k]) * row[k];
            row[k] = isLeftOut(k) ? 0 : row[k];
        }
        row[target.length] = excess;
        fit.add(row);
        if (held) {
            weighing.add(new double[] {excess}, new double[1], new double[1][0]);
        }
    }

    /** A natural-gradient step, or as much of it as leaves the theory normalised; the pool begins anew. */
    private void step() {
        double[] slopes = fit.slopes();
        double part = 1;
        for (int halvings = 0; halvings < HALVINGS; halvings++, part /= 2) {
            double[] next = theory.clone();
            for (int k = 0; k < next.length; k++) {
                next[k] += part * slopes[k];
            }
            if (terms.isAllowed(next)) {
                theory = next;
                fit = new LocalFit(target.length);
                weighing = new Weighing(0);
                settling = SETTLING;
                return;
            }
        }
    }

    private List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        boolean any = fit.isEnough();
        for (int kind = 0; kind < terms.kinds(); kind++) {
            double[] own = of(kind);
            double mean = Arrays.stream(own).average().orElse(0);
            double square = Arrays.stream(own).map(x -> (x - mean) * (x - mean)).sum();
            readings.add(new Reading("at." + LocalTerms.NAMES.get(kind), Estimate.exact(mean)));
            readings.add(new Reading(
                    "spread." + LocalTerms.NAMES.get(kind), Estimate.exact(Math.sqrt(square / own.length))));
        }
        double error = any ? Math.sqrt(fit.variance() / fit.count()) : 0;
        readings.add(
                new Reading("bound", any ? new Estimate(fit.bound(), error, 0.5, fit.count()) : Estimate.unknown()));
        readings.add(new Reading("variance", any ? Estimate.exact(fit.variance()) : Estimate.unknown()));
        readings.add(new Reading("gradient", any ? Estimate.exact(Math.sqrt(fit.explained())) : Estimate.unknown()));
        boolean weighed = held && weighing.configurations() > chains.size();
        readings.add(new Reading("target.kl", weighed ? weighing.divergence() : Estimate.unknown()));
        readings.add(new Reading("target.ess", weighed ? Estimate.exact(weighing.share()) : Estimate.unknown()));
        return readings;
    }

    /** The couplings of a kind that the theory has. */
    private double[] of(int kind) {
        return terms.of(kind)
                .filter(k -> !isLeftOut(k))
                .mapToDouble(k -> theory[k])
                .toArray();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        Numerals.write(out, theory, theory.length);
        out.writeInt(settling);
        out.writeBoolean(held);
        fit.save(out);
        weighing.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        theory = new double[target.length];
        Numerals.read(in, theory, theory.length);
        settling = in.readInt();
        held = in.readBoolean();
        fit.load(in);
        weighing.load(in);
    }

    private Mark mark() {
        return new Mark("local-action of %d couplings and %d chains".formatted(target.length, chains.size()));
    }
}
