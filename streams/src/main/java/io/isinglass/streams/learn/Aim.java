package io.isinglass.streams.learn;

import io.isinglass.engine.model.Couplings;

/**
 * An action A that expectation values are wanted under: ln p = −A, A = −(g + i g′)·T, with the statistics T of a model.
 *
 * @param name prefixes the keys of what is told of it
 * @param real g
 * @param imaginary g′, as long as g
 */
record Aim(String name, Couplings real, double[] imaginary) {

    /** A real action. */
    Aim(String name, Couplings real) {
        this(name, real, new double[real.values().length]);
    }

    boolean isComplex() {
        for (double each : imaginary) {
            if (each != 0) {
                return true;
            }
        }
        return false;
    }

    /** Re A − S of a configuration with these sums T, where S = −θ·T. */
    double excess(Couplings theory, double[] sums) {
        double excess = 0;
        for (int k = 0; k < imaginary.length; k++) {
            excess += (theory.at(k) - real.at(k)) * sums[k];
        }
        return excess;
    }

    /** Im A of it. */
    double angle(double[] sums) {
        double angle = 0;
        for (int k = 0; k < imaginary.length; k++) {
            angle -= imaginary[k] * sums[k];
        }
        return angle;
    }
}
