package io.isinglass.actors.bench;

import io.isinglass.actors.plan.Constants;
import io.isinglass.actors.plan.Cost;
import io.isinglass.actors.plan.Measured;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.noise.Noise;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** The constants of this machine, measured one after the other in under a minute. */
public final class Calibration {

    private static final int LENGTH = 1024;
    private static final int SMALL = 64;
    private static final int SWEEPS = 400;
    private static final double WARM_UP = 0.3e9;
    private static final double WINDOW = 0.05e9;

    private Calibration() {}

    /** Measures all but what depends on a database or on settings, which is as shipped. */
    public static Constants measure() throws IOException {
        Constants shipped = Constants.shipped();
        Map<Cost, Measured> costs = new EnumMap<>(Cost.class);
        costs.put(Cost.COMMIT, shipped.costs().get(Cost.COMMIT));
        costs.put(Cost.DOWNING, shipped.costs().get(Cost.DOWNING));
        costs.put(Cost.BLOCK_STEP, blockStep());
        packing(costs, "ising", Cost.SPIN_PACKED, Cost.SPIN_UNPACKED);
        packing(costs, "phi4", Cost.REAL_PACKED, Cost.REAL_UNPACKED);
        VaultCosts.measure(costs);
        WireCosts.measure(costs);
        return new Constants(Machine.here().toString(), KernelCosts.measure(), costs);
    }

    /** Small blocks in one thread: there the actors take most of the time. */
    private static Measured blockStep() {
        Cut cut = new Cut(new Lattice(8 * SMALL, 8 * SMALL, Boundary.TORUS), 8, 8);
        Dynamics dynamics = dynamics("ising", cut.lattice());
        return new Efficiency(cut, dynamics, new Couplings(KernelCosts.GIVEN, 0, 0), 1)
                .overhead(SWEEPS)
                .cost();
    }

    private static Dynamics dynamics(String name, Lattice lattice) {
        Model model = Models.CATALOG.make(name, Map.of());
        Kernel clear = Kernels.CATALOG.make("heat-bath", Map.of()).apply(model);
        return new Dynamics(model, Kernels.fastest(clear, lattice), new Noise(1));
    }

    private static void packing(Map<Cost, Measured> costs, String model, Cost packed, Cost unpacked) {
        Lattice lattice = new Lattice(LENGTH, LENGTH, Boundary.TORUS);
        Tile tile = new Tile(Cut.whole(lattice).patch(0), dynamics(model, lattice), 1);
        tile.restart(0, Start.DISORDERED, 0);
        costs.put(
                packed,
                Timing.ofThread(lattice.sites(), () -> tile.snapshot(0), WARM_UP, WINDOW)
                        .inverse());
        Snapshot snapshot = tile.snapshot(0);
        costs.put(
                unpacked,
                Timing.ofThread(lattice.sites(), () -> tile.restore(snapshot), WARM_UP, WINDOW)
                        .inverse());
    }
}
