package io.isinglass.engine.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Patterns;
import io.isinglass.engine.Place;
import io.isinglass.engine.Place.Box;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Half and half is the whole: a run that was stored and read back goes on as if nothing had happened. */
class ResumeLawTest {

    private static final Cut CUT = new Cut(new Lattice(6, 10, Boundary.TORUS), 2, 2);
    private static final List<Box> BOXES = List.of(
            new Box(1, 1, 10, Boundary.TORUS, new int[] {1, 1, 5}),
            new Box(1, 6, 4, Boundary.TORUS, new int[] {1, 2, 2}),
            new Box(3, 3, 2, Boundary.OPEN, new int[] {3, 1, 2}));
    private static final int HALF = 20;
    private static final int CHAINS = 2;

    static Stream<Pair> pairs() {
        return Pair.local();
    }

    static Stream<Place> places() {
        return Pair.all().flatMap(pair -> Place.of(pair, BOXES));
    }

    private static Mosaic started(Pair pair, Cut cut) {
        Mosaic mosaic = pair.mosaic(cut, CHAINS, Patterns.random(cut.lattice(), 3), 42);
        mosaic.restart(0, Start.DISORDERED);
        mosaic.restart(1, Start.EVIDENCE);
        return mosaic;
    }

    /** Runs half of the sweeps, watching every tenth, with θ turned on the way. */
    private static void runHalf(Mosaic mosaic, Couplings couplings, List<Series> series) {
        for (int part = 0; part < 10; part++) {
            series.addAll(mosaic.run(HALF / 10, couplings.with(1, couplings.at(1) + 0.01 * part)));
            mosaic.tiles().forEach(Tile::watch);
        }
    }

    private static Mosaic storedAndReadBack(Pair pair, Cut cut, Mosaic mosaic) {
        Mosaic next = new Mosaic(cut, pair.dynamics(42), CHAINS);
        long step = (long) cut.lattice().colours() * HALF;
        for (int index = 0; index < cut.count(); index++) {
            Snapshot made = mosaic.tiles().get(index).snapshot(step);
            Snapshot read = new Snapshot(made.bytes().clone(), made.digest());
            assertEquals(step, next.tiles().get(index).restore(read));
        }
        next.resume(HALF);
        return next;
    }

    @ParameterizedTest
    @MethodSource("places")
    void halfOfTheSweepsStoredReadBackAndTheOtherHalfAreTheWhole(Place place) {
        Pair pair = place.pair();
        Cut cut = place.cuts().getLast();
        Mosaic whole = started(pair, cut);
        List<Series> first = new ArrayList<>();
        List<Series> second = new ArrayList<>();
        runHalf(whole, pair.couplings(), first);
        runHalf(whole, pair.couplings(), second);

        Mosaic half = started(pair, cut);
        List<Series> again = new ArrayList<>();
        runHalf(half, pair.couplings(), again);
        assertEquals(first, again);
        Mosaic resumed = storedAndReadBack(pair, cut, half);
        assertEquals(half.digest(), resumed.digest());
        again.clear();
        runHalf(resumed, pair.couplings(), again);

        assertEquals(second, again);
        assertEquals(whole.digest(), resumed.digest());
        for (int index = 0; index < cut.count(); index++) {
            for (int chain = 0; chain < CHAINS; chain++) {
                Tile truth = whole.tiles().get(index);
                Tile ours = resumed.tiles().get(index);
                assertArrayEquals(truth.mean(chain), ours.mean(chain));
                assertArrayEquals(truth.picture(chain), ours.picture(chain));
            }
            assertEquals(
                    whole.tiles().get(index).snapshot(9).digest(),
                    resumed.tiles().get(index).snapshot(9).digest());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aSnapshotWithAnyByteChangedOrCutOffIsRefused(Pair pair) {
        Mosaic mosaic = started(pair, CUT);
        mosaic.run(3, pair.couplings());
        mosaic.tiles().forEach(Tile::watch);
        Tile tile = mosaic.tiles().getFirst();
        Snapshot sound = tile.snapshot(6);
        for (int at = 0; at < sound.bytes().length; at++) {
            byte[] damaged = sound.bytes().clone();
            damaged[at] ^= (byte) (1 << at % 8);
            assertThrows(Refused.class, () -> tile.restore(new Snapshot(damaged, sound.digest())));
            byte[] shorter = Arrays.copyOf(sound.bytes(), at);
            assertThrows(Refused.class, () -> tile.restore(new Snapshot(shorter, sound.digest())));
            assertThrows(
                    Refused.class, () -> tile.restore(new Snapshot(shorter, sha256(shorter))), "with its own digest");
        }
        assertEquals(6, tile.restore(sound));
        assertEquals(sha256(sound.bytes()), sound.digest());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aSnapshotOfAnotherBlockOrModelIsRefused(Pair pair) {
        Mosaic mosaic = started(pair, CUT);
        Snapshot first = mosaic.tiles().getFirst().snapshot(0);
        assertRefuses(mosaic.tiles().getLast(), first, "snapshot of another block");
        assertRefuses(new Tile(CUT.patch(0), pair.dynamics(1), CHAINS + 1), first, "snapshot of another block");
        Pair.all()
                .filter(other -> other.model().values() != pair.model().values())
                .forEach(other -> assertRefuses(
                        new Tile(CUT.patch(0), other.dynamics(1), CHAINS), first, "snapshot of another model"));
    }

    private static void assertRefuses(Tile tile, Snapshot snapshot, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> tile.restore(snapshot))
                .getMessage();
        assertTrue(message.startsWith(why), message);
    }

    @ParameterizedTest
    @EnumSource
    void aStartPutsTheFieldWhereItSays(Start start) {
        Mosaic mosaic = Pair.of("ising", "heat-bath").mosaic(CUT, 1, Patterns.random(CUT.lattice(), 3), 42);
        mosaic.restart(0, start);
        Tile tile = mosaic.tiles().getFirst();
        double[] seen = tile.field(0).evidence();
        int up = 0;
        for (int at = 0; at < seen.length; at++) {
            double spin = tile.field(0)
                    .at(0, at / tile.patch().columns(), at % tile.patch().columns());
            up += spin > 0 ? 1 : 0;
            if (start == Start.EVIDENCE) {
                assertEquals(Math.signum(seen[at]), spin);
            }
        }
        assertTrue(start == Start.ORDERED ? up == seen.length : up > 0 && up < seen.length, "up: " + up);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
