package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What statistical tests hold an estimate to. */
final class Sigmas {

    private Sigmas() {}

    /** Asserts that the estimate is within 4σ of the truth, and that σ is below {@code sharpness}. */
    static void assertNear(double truth, Estimate ours, double sharpness) {
        assertEquals(truth, ours.mean(), 4 * ours.stderr());
        assertTrue(ours.stderr() < sharpness, () -> "known to " + ours.stderr() + ", wanted " + sharpness);
    }
}
