package io.isinglass.engine.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {

    /** The published answers: kat_vectors of the Random123 library of the paper's authors. */
    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
    })
    void philoxGivesThePublishedAnswers(String counter, String key, String answer) {
        int[] keys = words(key);
        int[] state = words(counter);
        Philox.scramble(state, (keys[0] & 0xFFFFFFFFL) | (long) keys[1] << 32);
        assertArrayEquals(words(answer), state);
    }

    @Test
    void differentCountersHaveDifferentImages() {
        Set<Long> images = new HashSet<>();
        for (int count = 0; count < 100_000; count++) {
            int[] state = {count, 0, 0, 0};
            Philox.scramble(state, 42);
            images.add((state[0] & 0xFFFFFFFFL) | (long) state[1] << 32);
        }
        // Two of 10^5 random 64-bit words are equal once in 4·10^9 such tests.
        assertEquals(100_000, images.size());
    }

    private static int[] words(String hex) {
        String[] parts = hex.split(" ");
        int[] words = new int[parts.length];
        for (int k = 0; k < words.length; k++) {
            words[k] = Integer.parseUnsignedInt(parts[k], 16);
        }
        return words;
    }
}
