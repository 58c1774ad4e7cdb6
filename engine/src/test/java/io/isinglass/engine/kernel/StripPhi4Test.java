package io.isinglass.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.StripField;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Noise;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 4: strips equal the clear form bit for bit. */
class StripPhi4Test {

    static Stream<StripDigest.Case> cases() {
        return StripDigest.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void stripsLeaveTheFieldTheSeriesAndTheSnapshotsOfTheClearForm(StripDigest.Case each) {
        assertInstanceOf(
                StripPhi4.class, Kernels.fastest(each.clear(), each.cut().lattice()));
        assertEquals(each.clearly(), each.fast());
    }

    /** Narrower vectors, and none at all. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:UseAVX=2", "-XX:MaxVectorSize=16", "-showversion"})
    void everyMachineHasTheSameNumbers(String flag) throws IOException, InterruptedException {
        boolean vectors = flag.startsWith("-XX");
        assertEquals(vectors + "\n" + StripDigest.digest(), child(flag, vectors));
    }

    private static String child(String flag, boolean vectors) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(vectors ? List.of(flag, "--add-modules", "jdk.incubator.vector") : List.of(flag));
        command.addAll(List.of("-cp", place(StripDigest.class) + java.io.File.pathSeparator + place(Kernel.class)));
        command.add(StripDigest.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return out;
    }

    private static String place(Class<?> type) {
        return Path.of(java.net.URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    /** So many sites that a few of them are too close to their chance for a first look. */
    @Test
    void sitesThatAreLeftOpenDecideAsInTheClearForm() {
        Lattice lattice = new Lattice(512, 512, Boundary.TORUS);
        ClearKernel clear = new Metropolis(StripDigest.MODEL);
        Field expected = moved(clear, lattice);
        Field actual = moved(Kernels.fastest(clear, lattice), lattice);
        for (int y = 0; y < 512; y++) {
            for (int x = 0; x < 512; x++) {
                assertEquals(expected.at(0, y, x), actual.at(0, y, x), "at " + y + ", " + x);
            }
        }
    }

    private static Field moved(Kernel kernel, Lattice lattice) {
        Field field = kernel.field(Patch.of(lattice));
        for (int step = 0; step < 24; step++) {
            kernel.move(field, new Couplings(0.5, -0.4, 0.3, 0.1), new Noise(3).dice(0, step, 0), step & 1);
        }
        return field;
    }

    @Test
    void edgesAreTheSameWordsAsThoseOfTheClearField() {
        Lattice lattice = new Lattice(3, 5, 7, Boundary.OPEN, Bonds.NEAREST);
        Cut cut = new Cut(lattice, 3, 5, 1);
        for (int index = 0; index < cut.count(); index++) {
            Field clear = new ClearField(cut.patch(index), Values.REAL);
            Field strips = new StripField(cut.patch(index));
            SplittableRandom random = new SplittableRandom(index);
            for (int x = 0; x < 7; x++) {
                double value = random.nextDouble();
                clear.set(0, 0, x, value);
                strips.set(0, 0, x, value);
            }
            for (Side side : lattice.sides()) {
                for (int colour = 0; colour < 2; colour++) {
                    assertArrayEquals(edge(clear, side, colour), edge(strips, side, colour));
                }
            }
        }
    }

    private static long[] edge(Field field, Side side, int colour) {
        long[] words = new long[field.edgeWords(side)];
        field.packEdge(side, colour, words, 0);
        return words;
    }

    @Test
    void whereStripsDoNotFitTheClearFormStays() {
        ClearKernel clear = new HeatBath(StripDigest.MODEL);
        Regular diagonals = new Regular(2, Weights.UNIFORM);
        Regular disorder = new Regular(1, Weights.plusMinus(new Noise(1), 0.5));
        assertSame(clear, Kernels.fastest(clear, new Lattice(1, 4, 4, Boundary.TORUS, diagonals)));
        assertSame(clear, Kernels.fastest(clear, new Lattice(1, 4, 4, Boundary.TORUS, disorder)));
        Lattice lattice = new Lattice(4, 4, Boundary.TORUS);
        assertSame(clear, Kernels.fastest(clear, lattice).clear());
        Field field = new StripField(Patch.of(lattice));
        field.show(new double[0]);
        assertEquals(0, field.evidence().length);
        assertThrows(IllegalArgumentException.class, () -> field.show(new double[16]));
    }

    /** When the compiler has taken them on, no stage leaves vectors on the heap. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSweepAllocatesNothingForItsSites(boolean heatBath) {
        Lattice lattice = new Lattice(128, 128, Boundary.OPEN);
        ClearKernel clear = heatBath ? new HeatBath(StripDigest.MODEL) : new Metropolis(StripDigest.MODEL);
        Kernel kernel = Kernels.fastest(clear, lattice);
        Field field = kernel.field(Patch.of(lattice));
        Couplings couplings = new Couplings(0.5, -0.4, 0.3, 0.1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int sweep = 0; sweep < 20_000 && least > lattice.sites(); sweep++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            kernel.move(field, couplings, new Noise(1).dice(0, sweep, 0), 0);
            kernel.move(field, couplings, new Noise(1).dice(0, sweep, 1), 1);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        long bytes = least;
        assertTrue(bytes <= lattice.sites(), () -> bytes + " bytes a sweep");
    }
}
