package io.isinglass.actors.bench;

import io.isinglass.actors.plan.Measured;
import io.isinglass.actors.plan.Rate;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.model.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a site costs every kernel that moves block by block, for every model that it can move: the fast form by length,
 * the clear form, whose cost hardly depends on it, at one length.
 */
final class KernelCosts {

    /** What a coupling is that must be given: the critical one of the square Ising model. */
    static final double GIVEN = 0.44068679350977147;

    /** The longest first: it warms the kernel up, too. */
    private static final int[][] FAST = {{}, {}, {4096, 1024, 256, 64}, {256, 96, 32}};

    private static final int[] CLEAR = {0, 0, 128, 24};
    private static final double WARM_UP = 0.3e9;
    private static final double WINDOW = 0.03e9;

    private final List<Rate> rates = new ArrayList<>();

    private KernelCosts() {}

    static List<Rate> measure() {
        KernelCosts costs = new KernelCosts();
        for (String model : Models.CATALOG.names()) {
            for (String kernel : Kernels.CATALOG.names()) {
                costs.kernel(model, kernel).ifPresent(clear -> costs.measure(model, kernel, clear));
            }
        }
        return costs.rates;
    }

    private Optional<Kernel> kernel(String model, String kernel) {
        try {
            Model made = Models.CATALOG.make(model, Map.of());
            return Optional.of(Kernels.CATALOG.make(kernel, Map.of()).apply(made))
                    .filter(clear -> !clear.isGlobal());
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    private void measure(String name, String kernel, Kernel clear) {
        Model model = Models.CATALOG.make(name, Map.of());
        for (int dimensions = 2; dimensions <= 3; dimensions++) {
            if (!isAtHome(model, lattice(model, dimensions, CLEAR[dimensions]))) {
                return;
            }
            rates.add(rate(name, kernel, model, clear, dimensions, CLEAR[dimensions]));
            Kernel fast = Kernels.fastest(clear, lattice(model, dimensions, CLEAR[dimensions]));
            if (!fast.equals(clear)) {
                for (int length : FAST[dimensions]) {
                    rates.add(rate(name, kernel, model, fast, dimensions, length));
                }
            }
        }
    }

    private static boolean isAtHome(Model model, Lattice lattice) {
        try {
            model.check(model.couplings(couplings(model)), lattice);
            return true;
        } catch (Refused _) {
            return false;
        }
    }

    private static Lattice lattice(Model model, int dimensions, int length) {
        Regular bonds = new Regular(model.rings(), Weights.UNIFORM);
        return new Lattice(dimensions == 3 ? length : 1, length, length, Boundary.TORUS, bonds);
    }

    private static Map<String, Double> couplings(Model model) {
        return model.terms().stream()
                .filter(term -> term.turned() && Double.isNaN(term.fallback()))
                .collect(Collectors.toMap(Term::name, _ -> GIVEN));
    }

    private static Rate rate(String name, String kernel, Model model, Kernel form, int dimensions, int length) {
        Lattice lattice = lattice(model, dimensions, length);
        boolean fast = !form.equals(form.clear());
        Torus torus = new Torus(model, form, lattice, model.couplings(couplings(model)), 1);
        Measured cost = Timing.ofThread(lattice.sites(), torus::measuredSweep, WARM_UP, WINDOW)
                .times(1e-3)
                .inverse();
        return new Rate(name, kernel, fast, dimensions, length, cost);
    }
}
