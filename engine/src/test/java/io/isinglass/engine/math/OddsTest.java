package io.isinglass.engine.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OddsTest {

    @ParameterizedTest
    @ValueSource(doubles = {-30, -3, -0.7, -1e-9, 0, 1e-9, 0.2, 1, 5, 18})
    void theyAreThoseOfASpinInAField(double z) {
        Odds odds = Odds.at(z);
        double up = 1 / (1 + Math.exp(-2 * z));
        double down = 1 / (1 + Math.exp(2 * z));
        assertEquals(-Math.log(up), odds.surprise(1), 1e-15 * (1 + Math.abs(z)));
        assertEquals(-Math.log(down), odds.surprise(-1), 4e-15 * (1 + Math.abs(z)));
        assertEquals(-up * Math.log(up) - down * Math.log(down), odds.entropy(), 1e-15 * (1 + Math.abs(z)));
        assertEquals(2 * down, odds.slope(1), 1e-15);
        assertEquals(-2 * up, odds.slope(-1), 1e-15);
        assertEquals(4 * up * down, odds.curvature(), 1e-15);
    }

    @Test
    void manyAtOnceAreTheSameToTheBit() {
        for (int count = 1; count < 40; count++) {
            double[] z = new double[count];
            for (int k = 0; k < count; k++) {
                z[k] = Math.scalb(Math.sin(count + 7.0 * k), k % 9 - 4);
            }
            for (double spin : new double[] {-1, 1}) {
                double[] surprises = new double[count];
                double[] slopes = new double[count];
                double[] expected = new double[count];
                double[] inclined = new double[count];
                Odds.of(spin, z, surprises, slopes);
                Odds.of(spin, z, expected, inclined, 0);
                assertArrayEquals(expected, surprises);
                assertArrayEquals(inclined, slopes);
            }
        }
    }
}
