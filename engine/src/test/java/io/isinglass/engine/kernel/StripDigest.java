package io.isinglass.engine.kernel;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Noise;
import java.util.List;
import java.util.stream.Stream;

/** Runs φ⁴ by the fastest kernels of this machine, and prints what comes out: the same on every machine. */
public final class StripDigest {

    static final Phi4 MODEL = new Phi4(1.3);

    private static final int SWEEPS = 4;
    private static final int CHAINS = 2;

    private StripDigest() {}

    /** What a run leaves behind. */
    record Outcome(String digest, List<Series> series, List<String> snapshots) {}

    /** What is run. */
    record Case(ClearKernel clear, Cut cut, Couplings couplings) {

        Outcome clearly() {
            return outcome(clear);
        }

        Outcome fast() {
            return outcome(Kernels.fastest(clear, cut.lattice()));
        }

        private Outcome outcome(Kernel kernel) {
            Mosaic mosaic = new Mosaic(cut, new Dynamics(MODEL, kernel, new Noise(11)), CHAINS);
            mosaic.restart(0, Start.DISORDERED);
            mosaic.restart(1, Start.ORDERED);
            List<Series> series = mosaic.run(SWEEPS, couplings);
            List<String> snapshots = mosaic.tiles().stream()
                    .map(tile -> tile.snapshot(2L * SWEEPS).digest())
                    .toList();
            return new Outcome(mosaic.digest(), series, snapshots);
        }
    }

    static Stream<Case> cases() {
        return cuts().flatMap(cut -> couplings()
                .flatMap(couplings -> Stream.of(new HeatBath(MODEL), new Metropolis(MODEL))
                        .map(clear -> new Case(clear, cut, couplings))));
    }

    /** One, two and three dimensions; rows of one site, of a few, of whole vectors and of more; blocks of odd length. */
    private static Stream<Cut> cuts() {
        Lattice wide = torus(1, 12, 264);
        Lattice odd = open(1, 9, 15);
        Lattice box = torus(4, 6, 20);
        return Stream.of(
                Cut.whole(wide),
                new Cut(wide, 4, 8),
                new Cut(wide, 12, 24),
                Cut.whole(odd),
                new Cut(odd, 3, 5),
                new Cut(odd, 9, 15),
                Cut.whole(torus(1, 2, 4)),
                new Cut(torus(1, 2, 4), 2, 4),
                Cut.whole(open(1, 1, 50)),
                new Cut(torus(1, 1, 50), 1, 10),
                Cut.whole(open(1, 11, 1)),
                new Cut(torus(1, 10, 1), 5, 1),
                Cut.whole(box),
                new Cut(box, 4, 2, 4),
                new Cut(open(3, 5, 7), 3, 1, 7),
                Cut.whole(torus(4, 1, 6)));
    }

    /** Ordinary ones, a free field, deep and narrow wells, a strong field, and values too large for the short sum. */
    private static Stream<Couplings> couplings() {
        return Stream.of(
                new Couplings(0.5, -0.4, 0.3, 0.1),
                new Couplings(-0.25, 1, 0, 0.2),
                new Couplings(0.3, -20, 15, 0),
                new Couplings(-0.7, 2, 400, -0.3),
                new Couplings(3, 0.5, 1e-6, 500),
                new Couplings(0.1, 0.5, 0, 300));
    }

    private static Lattice torus(int depth, int rows, int columns) {
        return new Lattice(depth, rows, columns, Boundary.TORUS, Bonds.NEAREST);
    }

    private static Lattice open(int depth, int rows, int columns) {
        return new Lattice(depth, rows, columns, Boundary.OPEN, Bonds.NEAREST);
    }

    static String digest() {
        StringBuilder all = new StringBuilder();
        cases().filter(each -> each.cut().lattice().sites() < 500)
                .map(Case::fast)
                .forEach(outcome -> all.append(outcome.digest())
                        .append(outcome.series().hashCode())
                        .append('\n'));
        return all.toString();
    }

    /** Prints whether there are vectors here, and the digest. */
    public static void main(String[] args) {
        System.out.print(StripPhi4.fits(torus(1, 4, 4)) + "\n" + digest());
    }
}
