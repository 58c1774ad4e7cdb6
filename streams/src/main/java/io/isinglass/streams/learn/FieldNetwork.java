package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.noise.Dice;
import io.isinglass.streams.serve.Knowledge;
import io.isinglass.streams.serve.Parameter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The φ⁴ neural network: learns couplings of its own for every site and every bond of a visible and a hidden layer of scalar
 * fields from records of the visible one, and its special cases beside it, such as Boltzmann machines of spins.
 *
 * <p>Bachtis, Aarts, Lucini: Quantum field-theoretic machine learning (2021). Records that are in hand are passed over once
 * an epoch; those at their end are not learned from but examined.
 */
public final class FieldNetwork implements Learner {

    /*
     * Its chains are its own, not those of the run: a lattice has a site for each value of a record and none for hidden ones,
     * and layers of spins and of reals learn side by side.
     */

    static final List<Option> OPTIONS = List.of(
            new Option("visible", "quartic", oneOf(), "what visible sites hold; binary: the sign of what was seen"),
            new Option("hidden", "quartic", oneOf(), "what hidden sites hold"),
            new Option("hidden_sites", "32", "1..4096", "how many hidden sites there are"),
            new Option(
                    "beside",
                    "none",
                    "none, or up to 8 of visible-hidden such as gaussian-binary",
                    "other networks that learn the same records, for comparison"),
            new Option("grain", "0", "0..1", "steps in which values were recorded, which noise fills; 0: none"),
            new Option("held_out", "0", "0 or more, below 1", "part of the records, at their end, for the exam"),
            new Option("minibatch", "100", "1..65536", "records that a step learns from"),
            new Option("chains", "100", "1..4096", "chains that are swept on from step to step"),
            new Option(
                    "temperatures",
                    "1",
                    "1..64",
                    "rungs from independent sites to the network on which each chain exchanges; 1: the network alone"),
            new Option("rate", "0.05", "above 0, at most 1", "part of a natural step that is taken at first"),
            new Option("delay", "500", "above 0, at most 1e9", "steps after which steps begin to shrink"),
            new Option("decay", "1", "0..1e6", "how many records that show no bonds hold bonds back"),
            new Option("hold", "0.1", "0 or more, below 1", "part of the run, at its end, with all held and measured"),
            new Option("annealing", "0", "0..1000000", "steps of the chains that measure ln Z; 0: it is not measured"));

    private static final int MOST_BESIDE = 8;
    private static final int DREAMING = 100;
    private static final int MOST_SWEPT = 16_384;

    private final Task task;
    private final LayersTask own;
    private final List<Pupil> pupils = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private final double heldOut;
    private final long held;
    private final int annealing;
    private final Chance common;

    /**
     * A network, and others beside it.
     *
     * @param own how it is learned
     * @param beside the layers of the others, visible and hidden
     * @param heldOut the part of the records in hand, at their end, that is not learned from
     * @param hold the part of the run, at its end, in which what was learned is held, and measured
     * @param annealing steps from independent sites to the network; 0: ln Z is not measured
     */
    private FieldNetwork(
            Task task, LayersTask own, List<List<Layer>> beside, double heldOut, double hold, int annealing) {
        if (task.model().values() != Values.REAL || task.data().isEmpty()) {
            throw new Refused("kind", "phi4-network needs a model of real fields, such as phi4, and data");
        }
        this.task = task;
        this.own = own;
        this.heldOut = heldOut;
        this.held = Math.round(task.length() * (1 - hold));
        this.annealing = annealing;
        this.common = new Chance(task.noise(), 0);
        add(own, "");
        for (List<Layer> layers : beside) {
            TwoLayers.Shape shape = new TwoLayers.Shape(
                    layers.getFirst(),
                    own.shape().visibleSites(),
                    layers.getLast(),
                    own.shape().hiddenSites());
            add(own.with(shape), shape.label() + ".");
        }
    }

    private void add(LayersTask of, String prefix) {
        pupils.add(new Pupil(of, new Chance(task.noise(), pupils.size())));
        prefixes.add(prefix);
    }

    private static String oneOf() {
        return "one of " + String.join(", ", Layer.names());
    }

    /** What makes one with these options. */
    static Function<Task, Learner> given(Options o) {
        Layer visible = Layer.named(o.oneOf("visible", Layer.names()));
        Layer hidden = Layer.named(o.oneOf("hidden", Layer.names()));
        int sites = (int) o.integer("hidden_sites", 1, 4096);
        LayersTask own = new LayersTask(
                new TwoLayers.Shape(visible, 0, hidden, sites),
                (int) o.integer("minibatch", 1, 65_536),
                (int) o.integer("chains", 1, 4096),
                (int) o.integer("temperatures", 1, 64),
                o.number("rate", r -> r > 0 && r <= 1),
                o.number("delay", d -> d > 0 && d <= 1e9),
                o.number("decay", d -> d >= 0 && d <= 1e6),
                o.number("grain", g -> g >= 0 && g <= 1));
        if (own.chains() * own.temperatures() > MOST_SWEPT) {
            throw new Refused(
                    "options.temperatures",
                    "temperatures times chains must be at most %d, was %d x %d"
                            .formatted(MOST_SWEPT, own.temperatures(), own.chains()));
        }
        List<List<Layer>> beside = beside(o);
        double heldOut = o.number("held_out", h -> h >= 0 && h < 1);
        double hold = o.number("hold", h -> h >= 0 && h < 1);
        int annealing = (int) o.integer("annealing", 0, 1_000_000);
        return task -> new FieldNetwork(
                task,
                own.with(new TwoLayers.Shape(visible, (int) task.lattice().sites(), hidden, sites)),
                beside,
                heldOut,
                hold,
                annealing);
    }

    private static List<List<Layer>> beside(Options o) {
        List<List<Layer>> beside = new ArrayList<>();
        if (!o.text("beside").equals("none")) {
            for (String pair : o.text("beside").strip().split("[ ,]+")) {
                String[] names = pair.split("-", -1);
                List<String> known = List.of(Layer.names());
                if (names.length != 2 || !known.containsAll(List.of(names)) || beside.size() == MOST_BESIDE) {
                    throw o.refusal("beside");
                }
                beside.add(List.of(Layer.named(names[0]), Layer.named(names[1])));
            }
        }
        return beside;
    }

    @Override
    public List<Chain> chains() {
        return List.of(new Chain("", task.start(), false, false));
    }

    @Override
    public Stance start() {
        return Stance.at(task.couplings());
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        List<Frame> frames = batch.frames();
        int count = frames.size() - (int) (heldOut * frames.size());
        List<Frame> records = frames.subList(0, count);
        List<Frame> rest = frames.subList(count, frames.size());
        if (batch.isNew()) {
            pupils.forEach(pupil -> pupil.take(records));
        }
        if (batch.epoch() <= held) {
            pupils.forEach(pupil -> pupil.contrast().chains().turn());
        }
        if (batch.epoch() < held) {
            pass(records, batch.epoch());
        } else {
            hold(batch.epoch());
        }
        List<Reading> readings = new ArrayList<>();
        List<Picture> pictures = new ArrayList<>();
        boolean last = batch.epoch() == task.length() - 1;
        for (int k = 0; k < pupils.size(); k++) {
            Exam exam = new Exam(pupils.get(k), prefixes.get(k), own.grain(), rest, records, common);
            readings.add(new Reading(
                    prefixes.get(k) + "slope",
                    Estimate.exact(pupils.get(k).contrast().slope())));
            String rate = prefixes.get(k) + "exchange_rate";
            pupils.get(k).contrast().chains().exchangeRate().ifPresent(each -> readings.add(new Reading(rate, each)));
            readings.addAll(exam.reconstruction());
            readings.addAll(exam.likelihood());
            if (last) {
                readings.addAll(exam.inpainting());
            }
            if (!sample.fields().isEmpty()) {
                pictures.addAll(exam.pictures(rows()));
            }
        }
        return new Lesson(start(), readings, pictures);
    }

    /** Of the image that a record is: those of the lattice, or what makes it as square as can be. */
    private int rows() {
        int sites = own.shape().visibleSites();
        int columns = task.lattice().columns();
        return columns < sites ? sites / columns : Tiles.rows(sites);
    }

    /** Learns from every record once, in an order by chance. */
    private void pass(List<Frame> records, long epoch) {
        int[] order = order(records.size(), epoch);
        for (int from = 0; from < order.length; from += own.minibatch()) {
            int[] some = Arrays.copyOfRange(order, from, Math.min(order.length, from + own.minibatch()));
            for (Pupil pupil : pupils) {
                pupil.step(records, some, epoch, epoch >= held / 2);
            }
        }
    }

    private int[] order(int count, long epoch) {
        int[] order = IntStream.range(0, count).toArray();
        Dice dice = common.dice(Chance.Use.ORDER, epoch);
        dice.row(0);
        for (int left = count; left > 1; left--) {
            int chosen = (int) (dice.uniform(left, 0) * left);
            int swapped = order[chosen];
            order[chosen] = order[left - 1];
            order[left - 1] = swapped;
        }
        return order;
    }

    private void hold(long epoch) {
        for (Pupil pupil : pupils) {
            if (epoch == held) {
                pupil.settle();
            }
            for (int sweep = 0; sweep < DREAMING; sweep++) {
                pupil.contrast().dream();
            }
            if (annealing > 0) {
                pupil.weigh(own.chains(), annealing, epoch);
            }
        }
    }

    @Override
    public Optional<Knowledge> knowledge() {
        List<Parameter> parameters = new ArrayList<>();
        for (int k = 0; k < pupils.size(); k++) {
            parameters.addAll(LayersKnowledge.of(prefixes.get(k), pupils.get(k).network()));
        }
        TwoLayers network = pupils.getFirst().network();
        return Optional.of(new Knowledge(
                parameters, Optional.of(new LayersInference(network.shape(), LayersKnowledge.theta(network)))));
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        for (Memory each : pupils) {
            each.save(out);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        for (Memory each : pupils) {
            each.load(in);
        }
    }

    private Mark mark() {
        return new Mark("phi4-network of " + pupils.size() + " networks");
    }
}
