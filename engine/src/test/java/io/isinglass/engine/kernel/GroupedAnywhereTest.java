package io.isinglass.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 1: any width of vectors, or none, gives the same numbers. */
class GroupedAnywhereTest {

    private static final String VECTORS = "--add-modules=jdk.incubator.vector";

    @ParameterizedTest
    @ValueSource(strings = {VECTORS, VECTORS + " -XX:UseAVX=2", VECTORS + " -XX:MaxVectorSize=16", "-Xint", ""})
    void anyMachineComesToTheSameFields(String flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        Stream.of(flags.split(" ")).filter(flag -> !flag.isEmpty()).forEach(command::add);
        String classes = place(Grouped.class) + File.pathSeparator + place(Swept.class);
        command.addAll(List.of("-cp", classes, Swept.class.getName()));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor());
        assertEquals(Swept.digests(), said.strip());
    }

    private static Path place(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    /** A program that says what fields it came to. */
    static final class Swept {

        private Swept() {}

        public static void main(String[] arguments) {
            System.out.println(digests());
        }

        static String digests() {
            List<String> digests = new ArrayList<>();
            for (Kernel clear : List.of(new HeatBath(new Ising()), new Metropolis(new Ising()))) {
                for (Lattice lattice :
                        List.of(Graphs.plusMinus(150, 0.4, 31), Graphs.star(400, 1), Graphs.real(80, 0.4, 32))) {
                    Mosaic mosaic = GroupedTest.mosaic(Kernels.fastest(clear, lattice), lattice, 70);
                    int series = mosaic.run(30, new Couplings(0.1, 0.05, 0)).hashCode();
                    digests.add(mosaic.digest() + " " + series);
                }
            }
            return String.join("; ", digests);
        }
    }
}
