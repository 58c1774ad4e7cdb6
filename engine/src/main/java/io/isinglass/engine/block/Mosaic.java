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
import java.util.stream.IntStream;

/** All blocks of a cut, moved in one thread: the clear form of what the block actors do, and their oracle. */
public final class Mosaic {

    private final Cut cut;
    private final Dynamics dynamics;
    private final List<Tile> tiles;
    private final List<Apron> aprons;
    private final int reach;
    private long sweep;

    /** Blocks that show each other their edges before every step. */
    public Mosaic(Cut cut, Dynamics dynamics, int chains) {
        this(cut, dynamics, chains, 1);
    }

    /** Blocks that show each other so many rows before every so many steps, the first of a run among them. */
    public Mosaic(Cut cut, Dynamics dynamics, int chains, int reach) {
        this.reach = reach;
        this.cut = cut;
        this.dynamics = dynamics;
        this.tiles = IntStream.range(0, cut.count())
                .mapToObj(index -> new Tile(cut.patch(index), dynamics, chains))
                .toList();
        this.aprons = tiles.stream().map(tile -> new Apron(tile, reach)).toList();
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
        int colours = cut.lattice().colours();
        long first = colours * sweep;
        for (int row = 0; row < sweeps; row++, sweep++) {
            for (long step = colours * sweep; step < colours * (sweep + 1); step++) {
                if ((step - first) % reach == 0) {
                    exchange(step);
                }
                move(step, couplings);
            }
            for (Tile tile : tiles) {
                tile.measure(series, row);
            }
        }
        return series;
    }

    private void move(long step, ChainCouplings couplings) {
        for (Apron apron : aprons) {
            apron.prepare(step);
            apron.tile().move(step, couplings);
            apron.move(step, couplings);
        }
    }

    private void exchange(long step) {
        for (int index = 0; index < aprons.size(); index++) {
            for (Side side : aprons.get(index).sides()) {
                int neighbour = cut.neighbour(index, side).orElseThrow();
                aprons.get(index).halo(side, step, aprons.get(neighbour).edge(side.opposite(), step));
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
