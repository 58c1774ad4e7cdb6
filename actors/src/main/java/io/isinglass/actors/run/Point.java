package io.isinglass.actors.run;

import io.isinglass.actors.store.Sealed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place from which a run can be taken up: after {@code epochs} epochs, with all that it knew then.
 *
 * @param blocks the blocks' states, in the order of their numbers; none where all begin at zero
 * @param memory what the loop, the learner and the meter remember; nothing where they begin anew
 */
public record Point(long epochs, List<Sealed> blocks, Optional<Sealed> memory) {

    /** The beginning of every run. */
    static final Point ZERO = new Point(0, List.of(), Optional.empty());

    public Point {
        blocks = List.copyOf(blocks);
    }

    /** The same point, its objects being these. */
    Point of(List<Sealed> objects) {
        return new Point(epochs, objects.subList(0, blocks.size()), memory.map(_ -> objects.getLast()));
    }

    /** All objects that it names: the blocks, then the memory. */
    List<Sealed> objects() {
        List<Sealed> all = new ArrayList<>(blocks);
        memory.ifPresent(all::add);
        return all;
    }
}
