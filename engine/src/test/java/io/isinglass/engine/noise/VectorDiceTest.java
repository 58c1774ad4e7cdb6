package io.isinglass.engine.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lanes of a vector have the numbers of their sites. */
class VectorDiceTest {

    private static final int COUNT = 200;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, (1 << 24) - 1})
    void everySecondColumnHasItsOwnNumbers(int draw) {
        Dice dice = new Noise(3).dice(5, 9, 1);
        dice.row(77);
        double[] next = new double[COUNT + 8];
        double[] some = new double[COUNT + 8];
        long[] numbers = new long[COUNT + 8];
        for (int at = 0; at < COUNT; at++) {
            numbers[at] = (7L * at + 3) % COUNT;
        }
        VectorDice.uniforms(next, COUNT, dice.unmixed(1001, draw), dice.twist());
        VectorDice.uniforms(some, numbers, COUNT, dice.unmixed(1001, draw), dice.twist());
        for (int at = 0; at < COUNT; at++) {
            assertEquals(dice.uniform(1001 + 2 * at, draw), next[at]);
            assertEquals(dice.uniform(1001 + 2 * (int) numbers[at], draw), some[at]);
        }
    }
}
