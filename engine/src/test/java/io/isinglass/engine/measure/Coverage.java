package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.IntFunction;

/** How often, in percent of independent runs, the truth lies within one and within two error bars. */
record Coverage(double one, double two) {

    static Coverage of(int runs, double truth, IntFunction<Estimate> run) {
        double one = 0;
        double two = 0;
        for (int seed = 0; seed < runs; seed++) {
            double sigmas = run.apply(seed).sigmas(truth);
            one += sigmas < 1 ? 100.0 / runs : 0;
            two += sigmas < 2 ? 100.0 / runs : 0;
        }
        return new Coverage(one, two);
    }

    void assertWithin(double ofOne, double ofTwo) {
        assertEquals(68, one, ofOne, () -> "one sigma of " + this);
        assertEquals(95, two, ofTwo, () -> "two sigma of " + this);
    }
}
