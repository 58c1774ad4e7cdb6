package io.isinglass.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.PackedField;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 4 for packed spins: they equal the clear kernel bit for bit, whatever the machine's vectors. */
class PackedLawTest {

    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    static Stream<PackedDigest.Case> cases() {
        return PackedDigest.cases();
    }

    static List<Kernel> clears() {
        return PackedDigest.clears();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void packedSpinsLeaveBehindWhatTheClearKernelDoes(PackedDigest.Case each) {
        for (Kernel clear : PackedDigest.clears()) {
            Kernel packed = Kernels.fastest(clear, each.cut().lattice());
            assertInstanceOf(PackedIsing.class, packed);
            assertEquals(PackedDigest.outcome(each, clear), PackedDigest.outcome(each, packed), clear::toString);
        }
    }

    /** Enough sites and sweeps that some are open after 16 planes, and some after 24. */
    @ParameterizedTest
    @MethodSource("clears")
    void aMillionSitesAreDecidedToTheLastPlane(Kernel clear) {
        Lattice lattice = new Lattice(512, 2048, Boundary.TORUS);
        List<String> digests = new ArrayList<>();
        for (Kernel kernel : List.of(clear, Kernels.fastest(clear, lattice))) {
            Mosaic mosaic = PackedDigest.mosaic(Cut.whole(lattice), kernel);
            mosaic.restart(0, Start.DISORDERED);
            mosaic.restart(1, Start.ORDERED);
            mosaic.run(2, new Couplings(0.44, 0.02, 0));
            digests.add(mosaic.digest());
        }
        assertEquals(digests.get(0), digests.get(1));
    }

    @ParameterizedTest
    @MethodSource("clears")
    void everyWidthUpTo300IsTheSame(Kernel clear) {
        for (int columns = 2; columns <= 300; columns++) {
            Boundary boundary = columns % 4 == 0 ? Boundary.TORUS : Boundary.OPEN;
            Cut cut = Cut.whole(new Lattice(4, columns, boundary));
            PackedDigest.Case each = new PackedDigest.Case(cut, new Couplings(0.4, 0.1, 0));
            Kernel packed = Kernels.fastest(clear, cut.lattice());
            assertEquals(PackedDigest.outcome(each, clear), PackedDigest.outcome(each, packed), cut::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("clears")
    void aPackedSnapshotIsTheClearOneAndIsReadBack(Kernel clear) {
        Cut cut = new Cut(new Lattice(4, 6, 130, Boundary.OPEN, Bonds.NEAREST), 2, 3, 2);
        Couplings couplings = new Couplings(0.2, 0.1, 0);
        Mosaic slow = run(PackedDigest.mosaic(cut, clear), couplings);
        Mosaic fast = run(PackedDigest.mosaic(cut, Kernels.fastest(clear, cut.lattice())), couplings);
        Mosaic next = PackedDigest.mosaic(cut, Kernels.fastest(clear, cut.lattice()));
        for (int index = 0; index < cut.count(); index++) {
            Snapshot snapshot = fast.tiles().get(index).snapshot(6);
            assertEquals(slow.tiles().get(index).snapshot(6).digest(), snapshot.digest());
            next.tiles().get(index).restore(snapshot);
            assertInstanceOf(PackedField.class, next.tiles().get(index).field(0));
        }
        next.resume(3);
        assertEquals(slow.run(3, couplings), next.run(3, couplings));
        assertEquals(slow.digest(), next.digest());
    }

    private static Mosaic run(Mosaic mosaic, Couplings couplings) {
        mosaic.restart(0, Start.DISORDERED);
        mosaic.restart(1, Start.ORDERED);
        mosaic.run(3, couplings);
        return mosaic;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:UseAVX=2", "-XX:MaxVectorSize=16", "-XX:UseAVX=0", ""})
    void otherVectorsOrNoneLeaveTheSameBits(String flag) throws IOException, InterruptedException {
        List<String> here = new ArrayList<>();
        for (Kernel clear : PackedDigest.clears()) {
            PackedDigest.cases()
                    .map(each -> PackedDigest.outcome(each, clear))
                    .forEach(outcome ->
                            here.add(outcome.digest() + " " + outcome.series().hashCode()));
        }
        assertEquals(here, flag.isEmpty() ? child(List.of(), "without") : child(List.of(MODULE, flag)));
    }

    /** What {@link PackedDigest} prints in a machine of its own. */
    private static List<String> child(List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", place(PackedIsing.class) + File.pathSeparator + place(PackedDigest.class)));
        command.add(PackedDigest.class.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> "exit status of " + command);
        return printed.lines().toList();
    }

    private static String place(Class<?> of) {
        return Path.of(URI.create(
                        of.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    @Test
    void aPackedSpinTakesLittleMemory() {
        PackedField field = new PackedField(Patch.of(new Lattice(1024, 1024, Boundary.TORUS)));
        assertTrue(field.bits(0).length * 2L * Long.BYTES <= 0.13 * 1024 * 1024);
    }

    @ParameterizedTest
    @MethodSource("clears")
    void latticesThatPackedSpinsDoNotKnowStayClear(Kernel clear) {
        assertSame(clear, Kernels.fastest(clear, new Lattice(1, 1, 64, Boundary.TORUS, Bonds.NEAREST)));
        Bonds diagonal = new Regular(2, Weights.UNIFORM);
        assertSame(clear, Kernels.fastest(clear, new Lattice(1, 8, 64, Boundary.TORUS, diagonal)));
        Bonds weighted = new Regular(1, (_, _, _) -> -1);
        assertSame(clear, Kernels.fastest(clear, new Lattice(1, 8, 64, Boundary.TORUS, weighted)));
        assertEquals(new Ising(), ((ClearKernel) clear).model());
    }
}
