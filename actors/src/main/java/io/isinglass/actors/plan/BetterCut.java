package io.isinglass.actors.plan;

import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A cut that gives every node an equal share, in blocks that suit its threads. */
record BetterCut(int deep, int down, int across) {

    /*
     * Every node is a box of equally many blocks. Wanted are four blocks a thread, so that some have work while others
     * wait for their edges; blocks and nodes about as long as wide, so that edges are short; and rows of whole words of
     * packed spins, 128 columns each.
     */

    private static final int BLOCKS_A_THREAD = 4;
    private static final int WORD = 128;
    private static final double SMALLEST = 512 * 512;
    private static final double EVEN = 0.999;

    /** A better cut than that of the work; none where its own is even and busies all threads, or where there is none. */
    static Optional<BetterCut> of(Work work, Fleet fleet, Layout layout) {
        if (layout.balance(fleet.nodes()) > EVEN && layout.most() >= fleet.cores()) {
            return Optional.empty();
        }
        Search search = new Search(work, fleet);
        return search.grids()
                .flatMap(search::cuts)
                .min(Comparator.comparingDouble(search::badness))
                .map(Choice::cut)
                .filter(found -> !found.equals(new BetterCut(
                        work.cut().deep(), work.cut().down(), work.cut().across())));
    }

    /** As a spec has it. */
    String text() {
        return (deep == 1 ? "" : deep + "x") + down + "x" + across;
    }

    private record Choice(BetterCut cut, BetterCut nodes) {}

    private record Search(Work work, Fleet fleet) {

        private Lattice lattice() {
            return work.cut().lattice();
        }

        /** All grids of so many nodes whose axes divide those of the lattice. */
        Stream<BetterCut> grids() {
            return divisors(lattice().depth())
                    .filter(deep -> fleet.nodes() % deep == 0)
                    .boxed()
                    .flatMap(deep -> divisors(lattice().rows())
                            .filter(down -> fleet.nodes() / deep % down == 0)
                            .mapToObj(down -> new BetterCut(deep, down, fleet.nodes() / deep / down)))
                    .filter(grid -> lattice().columns() % grid.across == 0);
        }

        Stream<Choice> cuts(BetterCut nodes) {
            return divisors(lattice().rows() / nodes.down)
                    .boxed()
                    .flatMap(down -> divisors(lattice().columns() / nodes.across)
                            .mapToObj(across -> new Choice(
                                    new BetterCut(nodes.deep, nodes.down * down, nodes.across * across), nodes)))
                    .filter(this::isPossible);
        }

        private boolean isPossible(Choice choice) {
            BetterCut cut = choice.cut();
            double blocks = (double) cut.deep * cut.down * cut.across;
            return blocks <= Cut.MOST_BLOCKS && lattice().sites() / blocks <= Cut.LARGEST_PATCH;
        }

        double badness(Choice choice) {
            BetterCut cut = choice.cut();
            BetterCut nodes = choice.nodes();
            double blocks = (double) cut.deep * cut.down * cut.across / fleet.nodes();
            double rows = (double) lattice().rows() / cut.down;
            double columns = (double) lattice().columns() / cut.across;
            double sites = lattice().sites() / blocks / fleet.nodes();
            double wanted = (double) BLOCKS_A_THREAD * fleet.cores();
            return Math.abs(Math.log(blocks / wanted))
                    + Math.abs(Math.log(rows / columns))
                    + 2
                            * Math.abs(Math.log((double) lattice().rows()
                                    / nodes.down
                                    * nodes.across
                                    / lattice().columns()))
                    + Math.max(0, Math.log(SMALLEST / sites))
                    + (columns % WORD == 0 ? 0 : 0.5);
        }

        private static IntStream divisors(int length) {
            List<Integer> small = IntStream.rangeClosed(1, (int) Math.sqrt(length))
                    .filter(k -> length % k == 0)
                    .boxed()
                    .toList();
            return small.stream()
                    .mapToInt(Integer::intValue)
                    .flatMap(k -> IntStream.of(k, length / k))
                    .distinct();
        }
    }
}
