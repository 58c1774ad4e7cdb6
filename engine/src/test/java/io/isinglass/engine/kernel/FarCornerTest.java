package io.isinglass.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The last block of the largest lattices: fast and clear kernels agree there, on numbers of its own. */
class FarCornerTest {

    private static final int SWEEPS = 3;

    static Stream<Arguments> cases() {
        Lattice square = new Lattice(10_000_000, 10_000_000, Boundary.TORUS);
        Lattice longest = new Lattice(Lattice.LONGEST, Lattice.LONGEST, Boundary.TORUS);
        Lattice cube = new Lattice(64, Lattice.LONGEST, Lattice.LONGEST, Boundary.TORUS, Bonds.NEAREST);
        return Stream.of(square, longest, cube)
                .flatMap(lattice -> Stream.of(
                        Arguments.of(lattice, new Ising(), new HeatBath(new Ising()), new Couplings(0.44, 0.1, 0)),
                        Arguments.of(
                                lattice,
                                new Phi4(1.5, false),
                                new Metropolis(new Phi4(1.5, false)),
                                new Couplings(1, 1.65, 0.125, 0.1))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fastAndClearAgreeInTheFarthestBlock(Lattice lattice, Model model, ClearKernel clear, Couplings couplings) {
        Patch far = patch(lattice, 2, 34, 300);
        Kernel fast = Kernels.fastest(clear, lattice);
        assertNotEquals(clear, fast);
        assertEquals(values(far, model, clear, couplings), values(far, model, fast, couplings));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theNumbersThereAreOfNoOtherBlock(Lattice lattice, Model model, ClearKernel clear, Couplings couplings) {
        Patch far = patch(lattice, 2, 34, 300);
        List<Double> own = values(far, model, clear, couplings);
        int period = 1 << 20;
        Patch above = new Patch(lattice, far.front(), far.top() - period, far.left(), far.depth(), 34, 300);
        Patch beside = new Patch(lattice, far.front(), far.top(), far.left() - period, far.depth(), 34, 300);
        assertNotEquals(own, values(above, model, clear, couplings));
        assertNotEquals(own, values(beside, model, clear, couplings));
    }

    private static Patch patch(Lattice lattice, int depth, int rows, int columns) {
        int planes = Math.min(depth, lattice.depth());
        return new Patch(
                lattice,
                lattice.depth() - planes,
                lattice.rows() - rows,
                lattice.columns() - columns,
                planes,
                rows,
                columns);
    }

    /** A block that is its own neighbour on every side, after some sweeps. */
    private static List<Double> values(Patch patch, Model model, Kernel kernel, Couplings couplings) {
        Tile tile = new Tile(patch, new Dynamics(model, kernel, new Noise(7)), 1);
        tile.restart(0, Start.DISORDERED, 0);
        for (long step = 0; step < (long) SWEEPS * tile.steps(); step++) {
            for (Side side : patch.lattice().sides()) {
                tile.halo(side, step, tile.edge(side.opposite(), step));
            }
            tile.move(step, ChainCouplings.all(couplings));
        }
        List<Double> values = new ArrayList<>();
        for (float value : tile.picture(0)) {
            values.add((double) value);
        }
        return values;
    }
}
