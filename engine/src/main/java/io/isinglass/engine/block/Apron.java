package io.isinglass.engine.block;

import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.model.ChainCouplings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a tile knows of the lattice around it. With a reach of 1 these are its neighbours' edges, shown before every step.
 * With a reach of r, neighbours in the north and in the south show each other r rows, and only before every r-th step: in
 * between, their rows are moved here as well as there, and since noise has an address they become the same, bit for bit.
 */
public final class Apron {

    /*
     * The r − 1 rows beyond a side are a tile of their own, the ghost, whose halo is the r-th. Of what was shown before step
     * t, the row at distance k can be moved in steps t to t + r − 1 − k, the one farther out having been moved until then:
     * so the row next to the tile is as it should be until the next rows are shown. Nothing of a ghost outlives that.
     *
     * It goes from edge to edge only, since nobody lies beyond the other sides but the tile itself; and there are two
     * colours, so that all of a row is what is not of the one and what is not of the other.
     */

    private final Tile tile;
    private final int reach;
    private final List<Side> sides;
    private final Map<Side, Tile> ghosts = new EnumMap<>(Side.class);
    private long shown;

    /** The surroundings of a tile. */
    public Apron(Tile tile, int reach) {
        this.tile = tile;
        this.reach = reach;
        Patch patch = tile.patch();
        this.sides = patch.lattice().sides().stream()
                .filter(side -> patch.meets(side) && !patch.meetsItself(side))
                .toList();
        if (reach > 1) {
            for (Side side : sides) {
                ghosts.put(side, tile.elsewhere(beyond(patch, side, reach)));
            }
        }
    }

    private static Patch beyond(Patch patch, Side side, int reach) {
        Lattice lattice = patch.lattice();
        boolean strips = side == Side.NORTH || side == Side.SOUTH;
        if (!strips || lattice.colours() != 2 || patch.rows() < reach) {
            throw new IllegalArgumentException(
                    "a reach of " + reach + " takes strips of as many rows and two colours: " + patch + ", " + side);
        }
        int top = Math.floorMod(patch.top() + (side == Side.NORTH ? 1 - reach : patch.rows()), lattice.rows());
        return new Patch(lattice, patch.front(), top, patch.left(), patch.depth(), reach - 1, patch.columns());
    }

    public Tile tile() {
        return tile;
    }

    /** The sides beyond which there are other tiles. */
    public List<Side> sides() {
        return sides;
    }

    /** What the neighbour beyond {@code side} must know before {@code step}. */
    public long[] edge(Side side, long step) {
        if (reach == 1) {
            return tile.edge(side, step);
        }
        long[] edge = new long[words(side)];
        forEachLayer(
                side,
                step,
                (chain, inside, moving, at) -> tile.field(chain).packLayer(side, -inside, moving, edge, at));
        return edge;
    }

    /** Takes what the neighbour beyond {@code side} showed with {@link #edge} for this step. */
    public void halo(Side side, long step, long[] edge) {
        shown = step;
        Tile ghost = ghosts.get(side);
        if (ghost == null) {
            tile.halo(side, step, edge);
            return;
        }
        if (edge.length != words(side)) {
            throw new IllegalArgumentException("edge of " + edge.length + " words, expected " + words(side));
        }
        Side near = side.opposite();
        forEachLayer(
                side,
                step,
                (chain, outside, moving, at) -> ghost.field(chain).unpackLayer(near, -outside, moving, edge, at));
    }

    /** A layer of a chain, so many rows from the edge between two tiles, without one colour. */
    @FunctionalInterface
    private interface Layer {

        void at(int chain, int distance, int moving, int offset);
    }

    /** Both colours of all rows but the last; of that, what does not move first. */
    private void forEachLayer(Side side, long step, Layer layer) {
        int words = tile.field(0).edgeWords(side);
        int at = 0;
        for (int chain = 0; chain < tile.chains(); chain++) {
            for (int row = 0; row < reach - 1; row++) {
                layer.at(chain, row, 0, at);
                layer.at(chain, row, 1, at + words);
                at += 2 * words;
            }
            layer.at(chain, reach - 1, tile.colour(step), at);
            at += words;
        }
    }

    private int words(Side side) {
        return tile.field(0).edgeWords(side) * tile.chains() * layers(reach);
    }

    /** How many edges of one colour are as long as what is shown at a time. */
    public static int layers(int reach) {
        return 2 * reach - 1;
    }

    /** Before a step: shows the tile what it can be shown from here. */
    public void prepare(long step) {
        wrap(tile, step);
        ghosts.forEach((side, ghost) -> {
            wrap(ghost, step);
            tile.halo(side, step, ghost.edge(side.opposite(), step));
            ghost.halo(side.opposite(), step, tile.edge(side, step));
        });
    }

    /** Where a tile is its own neighbour, on a torus, its edge goes round. */
    private static void wrap(Tile tile, long step) {
        for (Side side : tile.patch().lattice().sides()) {
            if (tile.patch().meetsItself(side)) {
                tile.halo(side, step, tile.edge(side.opposite(), step));
            }
        }
    }

    /** Moves of the neighbours' rows those that will be looked at before they are shown anew. */
    public void move(long step, ChainCouplings couplings) {
        int rows = (int) (reach - 1 - (step - shown));
        if (rows > 0) {
            ghosts.forEach((side, ghost) -> ghost.moveNear(side.opposite(), rows, step, couplings));
        }
    }
}
