package io.isinglass.engine;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.model.Ascent;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.model.Term;
import io.isinglass.engine.noise.Noise;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A model of the catalogue with a kernel of the catalogue that fits it: what the laws are tried on. */
public record Pair(String modelName, String kernelName, Model model, Kernel kernel) {

    /** Every model with every kernel that does not refuse it. A newcomer is among them unasked. */
    public static Stream<Pair> all() {
        return Models.CATALOG.names().stream()
                .flatMap(model -> Kernels.CATALOG.names().stream().flatMap(kernel -> fitting(model, kernel).stream()));
    }

    /** The pairs that sample their model's distribution, and do not climb a bound. */
    public static Stream<Pair> sampling() {
        return all().filter(pair -> !(pair.model() instanceof Ascent));
    }

    /** The pairs that move a lattice cut into whichever blocks. */
    public static Stream<Pair> local() {
        return all().filter(pair -> !pair.kernel().isGlobal());
    }

    /** The pairs that move a lattice as a whole. */
    public static Stream<Pair> global() {
        return all().filter(pair -> pair.kernel().isGlobal());
    }

    public static Pair of(String model, String kernel) {
        return fitting(model, kernel).orElseThrow();
    }

    /** A pair whose kernel has these options. */
    public static Pair of(String model, String kernel, Map<String, Object> options) {
        return fitting(model, kernel, options).orElseThrow();
    }

    private static Optional<Pair> fitting(String modelName, String kernelName) {
        return fitting(modelName, kernelName, Map.of());
    }

    private static Optional<Pair> fitting(String modelName, String kernelName, Map<String, Object> options) {
        Model model = Models.CATALOG.make(modelName, Map.of());
        try {
            Kernel kernel = Kernels.CATALOG.make(kernelName, options).apply(model);
            return Optional.of(new Pair(modelName, kernelName, model, kernel));
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    /** Couplings with every term at work, none like another: 0.25, 0.35, 0.45 and so on. */
    public Couplings couplings() {
        List<Term> turned = model.terms().stream().filter(Term::turned).toList();
        double[] values = new double[turned.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = 0.25 + 0.1 * k;
        }
        Couplings couplings = new Couplings(values);
        model.check(couplings);
        return couplings;
    }

    public Dynamics dynamics(long seed) {
        return new Dynamics(model, kernel, new Noise(seed));
    }

    /** A lattice whose bonds, all alike, reach as far as the model's. */
    public Lattice lattice(int depth, int rows, int columns, Boundary boundary) {
        return new Lattice(depth, rows, columns, boundary, new Regular(model.rings(), Weights.UNIFORM));
    }

    /** Whether the model lives on this lattice. */
    public boolean fits(Lattice lattice) {
        try {
            model.check(couplings(), lattice);
            return true;
        } catch (Refused _) {
            return false;
        }
    }

    /** All blocks of the cut, with this evidence of the whole lattice in every chain; none where it is empty. */
    public Mosaic mosaic(Cut cut, int chains, double[] evidence, long seed) {
        Mosaic mosaic = new Mosaic(cut, dynamics(seed), chains);
        for (Tile tile : mosaic.tiles()) {
            for (int chain = 0; chain < chains; chain++) {
                tile.show(chain, tile.patch().part(evidence));
            }
        }
        return mosaic;
    }

    @Override
    public String toString() {
        return modelName + " by " + kernelName;
    }
}
