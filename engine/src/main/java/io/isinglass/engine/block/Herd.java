package io.isinglass.engine.block;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.kernel.Kernel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The chains of a tile that one kernel moves.
 *
 * @param chains their numbers, in order
 * @param fields their fields, in the same order
 */
record Herd(Kernel kernel, int[] chains, List<Field> fields) {

    /** All chains of a tile, by their kernels. */
    static List<Herd> of(List<Kernel> kernels, List<Field> fields) {
        return kernels.stream()
                .distinct()
                .map(kernel -> of(kernel, kernels, fields))
                .toList();
    }

    private static Herd of(Kernel kernel, List<Kernel> kernels, List<Field> fields) {
        int[] chains = IntStream.range(0, fields.size())
                .filter(chain -> kernels.get(chain).equals(kernel))
                .toArray();
        return new Herd(
                kernel, chains, IntStream.of(chains).mapToObj(fields::get).toList());
    }
}
