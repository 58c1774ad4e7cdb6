package io.isinglass.actors;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.model.Term;
import io.isinglass.engine.noise.Noise;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model and a kernel of the catalogues that fit each other, without options. */
public record Pair(String model, String kernel) {

    /** What a coupling or an option is set to where it must be given: fit for every model so far. */
    public static final double GIVEN = 0.3;

    /** All pairs that fit. */
    public static Stream<Pair> all() {
        return Models.CATALOG.names().stream()
                .flatMap(model -> Kernels.CATALOG.names().stream().map(kernel -> new Pair(model, kernel)))
                .filter(Pair::fits);
    }

    /** The pairs that move a lattice cut into whichever blocks. */
    public static Stream<Pair> local() {
        return all().filter(pair -> !pair.dynamics(0).kernel().isGlobal());
    }

    /** The pairs that move a lattice as a whole, in one block. */
    public static Stream<Pair> global() {
        return all().filter(pair -> pair.dynamics(0).kernel().isGlobal());
    }

    private boolean fits() {
        try {
            dynamics(0);
            return true;
        } catch (Refused _) {
            return false;
        }
    }

    private Model made() {
        return Models.CATALOG.make(model, Map.of());
    }

    public Dynamics dynamics(long seed) {
        return new Dynamics(made(), Kernels.CATALOG.make(kernel, Map.of()).apply(made()), new Noise(seed));
    }

    /** Every coupling that has no fallback, by name. */
    public Map<String, Double> named() {
        return made().terms().stream()
                .filter(term -> term.turned() && Double.isNaN(term.fallback()))
                .collect(Collectors.toMap(Term::name, _ -> GIVEN));
    }

    public Couplings couplings() {
        return made().couplings(named());
    }

    @Override
    public String toString() {
        return model + " by " + kernel;
    }
}
