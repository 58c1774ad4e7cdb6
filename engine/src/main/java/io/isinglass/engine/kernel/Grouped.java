package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Heat bath or Metropolis of Ising spins on a graph, in 64 chains at once: what is done to a site is done to a vector of
 * chains.
 */
public record Grouped(Kernel clear, Graph graph) implements Kernel {

    /*
     * A graph has no rows to vectorise along, but the neighbours of a site are the same in every chain. Chains 64g to
     * 64g + 63 are a group, and their digits lie side by side in the words of the noise. One field by itself, as when a
     * snapshot is looked at, is in the clear form.
     */

    @Override
    public double bytesPerSite() {
        return WholeBonds.suit(graph) ? Byte.BYTES : Double.BYTES;
    }

    @Override
    public Field field(Patch patch) {
        return clear.field(patch);
    }

    @Override
    public List<Field> fields(Patch patch, int chains) {
        Rule rule = Rule.of(clear);
        WholeBonds whole = WholeBonds.suit(graph) ? WholeBonds.all(graph) : null;
        WholeBonds lower = whole == null ? null : WholeBonds.lower(graph);
        List<Field> fields = new ArrayList<>();
        for (int first = 0; first < chains; first += Group.LANES) {
            int lanes = Math.min(Group.LANES, chains - first);
            Group group = whole == null ? new RealGroup(graph, rule, lanes) : new WholeGroup(graph, rule, whole, lower);
            for (int lane = 0; lane < lanes; lane++) {
                fields.add(new GroupedField(patch, group, lane));
            }
        }
        return fields;
    }

    @Override
    public void move(Field field, Couplings couplings, Dice dice, int colour) {
        moveAll(List.of(field), _ -> couplings, _ -> dice, colour);
    }

    @Override
    public void moveAll(List<Field> fields, IntFunction<Couplings> couplings, IntFunction<Dice> dice, int colour) {
        for (int from = 0, to; from < fields.size(); from = to) {
            if (fields.get(from) instanceof GroupedField(var _, Group group, var _)) {
                to = group.take(fields, from, couplings);
                group.move(dice.apply(from), colour);
            } else {
                clear.move(fields.get(from), couplings.apply(from), dice.apply(from), colour);
                to = from + 1;
            }
        }
    }

    @Override
    public void measure(Field field, Series series, int row) {
        measureAll(List.of(field), _ -> series, row);
    }

    @Override
    public void measureAll(List<Field> fields, IntFunction<Series> series, int row) {
        Group measured = null;
        for (int at = 0; at < fields.size(); at++) {
            if (fields.get(at) instanceof GroupedField(var _, Group group, int lane)) {
                if (!group.equals(measured)) {
                    group.measure();
                    measured = group;
                }
                group.drain(lane, series.apply(at), row);
            } else {
                clear.measure(fields.get(at), series.apply(at), row);
            }
        }
    }
}
