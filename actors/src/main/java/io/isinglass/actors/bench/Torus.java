package io.isinglass.actors.bench;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.noise.Noise;
import java.util.List;
import java.util.stream.IntStream;

/** A lattice in one block, its own neighbour on every side, swept in the thread of the caller. */
final class Torus {

    private final Tile tile;
    private final List<Side> sides;
    private final int terms;
    private final int chains;
    private ChainCouplings couplings;
    private long step;

    Torus(Model model, Kernel kernel, Lattice lattice, Couplings couplings, int chains) {
        this.tile = new Tile(Cut.whole(lattice).patch(0), new Dynamics(model, kernel, new Noise(20261123)), chains);
        this.sides = lattice.sides();
        this.terms = model.terms().size();
        this.chains = chains;
        this.couplings = ChainCouplings.all(couplings);
        for (int chain = 0; chain < chains; chain++) {
            tile.restart(chain, Start.DISORDERED, 0);
        }
    }

    /** Goes on under other couplings. */
    void turn(Couplings to) {
        couplings = ChainCouplings.all(to);
    }

    /** Moves every site once. */
    void sweep() {
        do {
            for (Side side : sides) {
                tile.halo(side, step, tile.edge(side.opposite(), step));
            }
            tile.move(step, couplings);
        } while (!tile.endsSweep(step++));
    }

    /** Moves every site once, and measures. */
    List<Series> measuredSweep() {
        sweep();
        List<Series> series =
                IntStream.range(0, chains).mapToObj(_ -> Series.zeros(1, terms)).toList();
        tile.measure(series, 0);
        return series;
    }
}
