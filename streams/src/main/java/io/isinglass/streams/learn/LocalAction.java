package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Weighing;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Phi4;
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
    private static final List<String> NAMES = List.of("w", "a", "b");

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
    private final Graph graph;
    private final List<Chain> chains;
    private final long firstHeld;
    private final int[] ones;
    private final int[] others;
    private final boolean[] leftOut;
    private final double[] target;
    private double[] theory;
    private int settling = SETTLING;
    private boolean held;
    private LocalFit fit;
    private Weighing weighing = new Weighing(0);

    LocalAction(Task task, Asked asked) {
        if (!(task.model() instanceof Phi4) || !(task.lattice().bonds() instanceof Graph bound)) {
            throw new Refused("kind", "local-action needs the model phi4 on a graph, such as bonds: edges");
        }
        this.task = task;
        this.graph = bound;
        this.ones = new int[bound.count()];
        this.others = new int[bound.count()];
        this.target = new double[bound.count() + 2 * bound.sites()];
        link();
        this.leftOut = leftOut(asked.leftOut());
        this.chains = IntStream.range(0, asked.chains())
                .mapToObj(index -> new Chain("c" + index, task.start(), false, false))
                .toList();
        this.firstHeld = (long) Math.ceil((1 - asked.hold()) * task.length());
        this.theory = begin(asked);
        this.fit = new LocalFit(target.length);
        if (!isAllowed(theory)) {
            throw new Refused("options.begin", "a theory that begins with " + asked.begin() + " is not normalised");
        }
    }

    /** The ends of each bond, and the target's couplings. */
    private void link() {
        Couplings given = task.couplings();
        for (int site = 0; site < graph.sites(); site++) {
            for (int at = graph.start(site); at < graph.start(site) + graph.neighbours(site); at++) {
                int bond = graph.bond(at);
                ones[bond] = Math.min(site, graph.others()[at]);
                others[bond] = Math.max(site, graph.others()[at]);
                target[bond] = given.at(Phi4.BOND) * graph.weights()[at];
            }
            target[graph.count() + site] = given.at(Phi4.SQUARE);
            target[graph.count() + graph.sites() + site] = given.at(Phi4.FOURTH);
        }
    }

    private boolean[] leftOut(String text) {
        boolean[] left = new boolean[graph.count()];
        if (text.equals("none")) {
            return left;
        }
        for (String pair : text.strip().split("[ ,]+")) {
            int bond = IntStream.range(0, left.length)
                    .filter(each -> pair.equals(ones[each] + "-" + others[each]))
                    .findFirst()
                    .orElseThrow(() -> new Refused(
                            "options.left_out", "left_out must be bonds such as 0-5 1-6, or none, was " + pair));
            left[bond] = true;
        }
        return left;
    }

    private double[] begin(Asked asked) {
        asked.begin().keySet().stream().filter(name -> !NAMES.contains(name)).forEach(name -> {
            throw new Refused("options.begin", "begin must be of the couplings w, a and b, was of " + name);
        });
        Dice dice = task.noise().dice(0, 0, Noise.LEARNER);
        dice.row(0);
        double[] begin = target.clone();
        for (int k = 0; k < begin.length; k++) {
            double at = asked.begin().getOrDefault(NAMES.get(kind(k)), target[k]);
            begin[k] = isLeftOut(k) ? 0 : at * (1 + asked.scatter() * (2 * dice.uniform(k, 0) - 1));
        }
        return begin;
    }

    /** Whether parameter {@code k} is a w, an a or a b. */
    private int kind(int k) {
        return k < graph.count() ? 0 : 1 + (k - graph.count()) / graph.sites();
    }

    private boolean isLeftOut(int k) {
        return k < leftOut.length && leftOut[k];
    }

    private Couplings couplings(double[] parameters) {
        int bonds = graph.count();
        double[] sites = Arrays.copyOfRange(parameters, bonds, bonds + 3 * graph.sites());
        Arrays.fill(sites, 2 * graph.sites(), sites.length, 1);
        return new Couplings(1, 1, 1, task.couplings().at(Phi4.LINEAR))
                .withBonds(Arrays.copyOf(parameters, bonds))
                .withSites(sites);
    }

    private boolean isAllowed(double[] parameters) {
        try {
            Couplings couplings = couplings(parameters);
            task.model().check(couplings);
            task.model().check(couplings, task.lattice());
            return true;
        } catch (Refused _) {
            return false;
        }
    }

    @Override
    public List<Chain> chains() {
        return chains;
    }

    @Override
    public Stance start() {
        return Stance.at(couplings(theory));
    }

    @Override
    public boolean looks(Batch batch) {
        return true;
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        boolean now = sample.order().couplings().shared().equals(couplings(theory));
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
        double[] row = new double[target.length + 1];
        double excess = 0;
        for (int k = 0; k < target.length; k++) {
            double t = statistic(k, field);
            excess += (theory[k] - target[k]) * t;
            row[k] = isLeftOut(k) ? 0 : t;
        }
        row[target.length] = excess;
        fit.add(row);
        if (held) {
            weighing.add(new double[] {excess}, new double[1], new double[1][0]);
        }
    }

    private double statistic(int k, float[] field) {
        if (k < graph.count()) {
            return (double) field[ones[k]] * field[others[k]];
        }
        double square = (double) field[(k - graph.count()) % graph.sites()];
        square *= square;
        return kind(k) == 1 ? -square : -square * square;
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
            if (isAllowed(next)) {
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
        for (int kind = 0; kind < NAMES.size(); kind++) {
            double[] own = of(kind);
            double mean = Arrays.stream(own).average().orElse(0);
            double square = Arrays.stream(own).map(x -> (x - mean) * (x - mean)).sum();
            readings.add(new Reading("at." + NAMES.get(kind), Estimate.exact(mean)));
            readings.add(new Reading("spread." + NAMES.get(kind), Estimate.exact(Math.sqrt(square / own.length))));
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
        return IntStream.range(0, theory.length)
                .filter(k -> kind(k) == kind && !isLeftOut(k))
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
