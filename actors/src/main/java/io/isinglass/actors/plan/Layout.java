package io.isinglass.actors.plan;

import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Patch;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which block lives on which node: the grid of blocks is cut by a coarser grid of nodes, as evenly as it goes. */
record Layout(Cut cut, int deep, int down, int across) {

    /** The layout on at most so many nodes whose largest share is smallest; among those, the one with the least edges. */
    static Layout of(Cut cut, int nodes) {
        return IntStream.rangeClosed(1, Math.min(cut.deep(), nodes))
                .boxed()
                .flatMap(deep -> IntStream.rangeClosed(1, Math.min(cut.down(), nodes / deep))
                        .boxed()
                        .flatMap(down -> rows(cut, deep, down, nodes / deep / down)))
                .min(Comparator.comparingLong(Layout::most)
                        .thenComparingDouble(Layout::edge)
                        .thenComparingInt(Layout::nodes))
                .orElseThrow();
    }

    private static Stream<Layout> rows(Cut cut, int deep, int down, int most) {
        return IntStream.rangeClosed(1, Math.min(cut.across(), most))
                .mapToObj(across -> new Layout(cut, deep, down, across));
    }

    /** Nodes that have a block. */
    int nodes() {
        return deep * down * across;
    }

    /** The node of a block. */
    int node(int block) {
        long plane = (long) cut.plane(block) * deep / cut.deep();
        long row = (long) cut.row(block) * down / cut.down();
        long column = (long) cut.column(block) * across / cut.across();
        return (int) ((plane * down + row) * across + column);
    }

    /** Blocks of the node that has most. */
    long most() {
        return (long) Math.ceilDiv(cut.deep(), deep)
                * Math.ceilDiv(cut.down(), down)
                * Math.ceilDiv(cut.across(), across);
    }

    /** Blocks that a node has on the average over blocks that the fullest one has. */
    double balance(int wanted) {
        return (double) cut.count() / wanted / most();
    }

    /** Sites by which the largest node faces others. */
    private double edge() {
        Patch patch = cut.patch(0);
        double planes = (double) Math.ceilDiv(cut.deep(), deep) * patch.depth();
        double rows = (double) Math.ceilDiv(cut.down(), down) * patch.rows();
        double columns = (double) Math.ceilDiv(cut.across(), across) * patch.columns();
        return (deep > 1 ? rows * columns : 0) + (down > 1 ? planes * columns : 0) + (across > 1 ? planes * rows : 0);
    }
}
