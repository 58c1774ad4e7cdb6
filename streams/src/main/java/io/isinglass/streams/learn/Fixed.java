package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.model.Ascent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The learner that does not learn: one chain under the couplings given, or several independent ones, {@code c0},
 * {@code c1} …, which tell by their agreement whether they have forgotten where they began.
 */
public final class Fixed implements Learner {

    /*
     * R-hat sees what chains disagree about. Chains that begin alike may all be caught in the same place and agree; so
     * they begin further apart than the distribution is wide [1], half of them as the task says, half in the other
     * state. Where the evidence says how they begin, all begin so.
     *
     * [1] Gelman & Rubin: Inference from iterative simulation using multiple sequences (1992)
     */

    private final Task task;
    private final List<Chain> chains;

    /** So many chains; refuses several where nothing is sampled, for they would all be the same. */
    public Fixed(Task task, int count) {
        if (count > 1 && task.model() instanceof Ascent) {
            throw new Refused(
                    "options.chains",
                    "chains must be 1 for a model that climbs a bound and is not sampled, was " + count);
        }
        this.task = task;
        this.chains =
                count == 1 ? List.of(new Chain("", task.start(), task.data().isPresent())) : pooled(task, count);
    }

    private static List<Chain> pooled(Task task, int count) {
        int digits = Integer.toString(count - 1).length();
        return IntStream.range(0, count)
                .mapToObj(index -> new Chain(
                        "c" + ("%0" + digits + "d").formatted(index),
                        start(task.start(), index),
                        task.data().isPresent(),
                        true,
                        true))
                .toList();
    }

    private static Start start(Start given, int index) {
        if (index % 2 == 0) {
            return given;
        }
        return switch (given) {
            case ORDERED -> Start.DISORDERED;
            case DISORDERED -> Start.ORDERED;
            case EVIDENCE -> Start.EVIDENCE;
        };
    }

    @Override
    public List<Chain> chains() {
        return chains;
    }

    @Override
    public Stance start() {
        return Stance.at(task.couplings());
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        return new Lesson(start(), List.of(), List.of());
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
    }

    private Mark mark() {
        return new Mark("a learner that does not learn from " + chains.size() + " chains");
    }
}
