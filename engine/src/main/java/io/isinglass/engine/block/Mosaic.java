package io.isinglass.engine.block;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.FieldDigest;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** All blocks of a cut, moved in one thread: the clear form of what the block actors do, and their oracle. */
public final class Mosaic {

    private final Cut cut;
    private final Dynamics dynamics;
    private final List<Tile> tiles;
    private long sweep;

    public Mosaic(Cut cut, Dynamics dynamics, int chains) {
        this.cut = cut;
        this.dynamics = dynamics;
        this.tiles = IntStream.range(0, cut.count())
                .mapToObj(index -> new Tile(cut.patch(index), dynamics, chains))
                .toList();
    }

    public List<Tile> tiles() {
        return tiles;
    }

    /** Lets chains begin as copies of others, as these stand before any of it. */
    public void copy(Map<Integer, Integer> sources) {
        tiles.forEach(tile -> tile.copy(sources));
    }

    /** Begins a chain anew. */
    public void restart(int chain, Start start) {
        tiles.forEach(tile -> tile.restart(chain, start, sweep));
    }

    /** Continues from sweep {@code next}, as after a restore. */
    public void resume(long next) {
        sweep = next;
    }

    /** Runs on under couplings that all chains share. */
    public List<Series> run(int sweeps, Couplings couplings) {
        return run(sweeps, ChainCouplings.all(couplings));
    }

    /** Runs on for {@code sweeps} sweeps and returns each chain's series over the whole lattice. */
    public List<Series> run(int sweeps, ChainCouplings couplings) {
        int terms = dynamics.model().terms().size();
        List<Series> series = new ArrayList<>();
        for (int chain = 0; chain < tiles.getFirst().chains(); chain++) {
            series.add(Series.zeros(sweeps, terms));
        }
        for (int row = 0; row < sweeps; row++, sweep++) {
            int colours = cut.lattice().colours();
            for (long step = colours * sweep; step < colours * (sweep + 1); step++) {
                exchange(step);
                for (Tile tile : tiles) {
                    tile.move(step, couplings);
                }
            }
            for (Tile tile : tiles) {
                tile.measure(series, row);
            }
        }
        return series;
    }

    private void exchange(long step) {
        for (int index = 0; index < tiles.size(); index++) {
            for (Side side : cut.lattice().sides()) {
                OptionalInt neighbour = cut.neighbour(index, side);
                if (neighbour.isPresent()) {
                    long[] edge = tiles.get(neighbour.getAsInt()).edge(side.opposite(), step);
                    tiles.get(index).halo(side, step, edge);
                }
            }
        }
    }

    /** The digest of the fields of all chains, the same for every cut. */
    public String digest() {
        List<List<Field>> blocks = tiles.stream()
                .map(tile ->
                        IntStream.range(0, tile.chains()).mapToObj(tile::field).toList())
                .toList();
        return FieldDigest.of(cut, blocks);
    }
}
