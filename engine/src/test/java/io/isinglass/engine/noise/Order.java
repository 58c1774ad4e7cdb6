package io.isinglass.engine.noise;

import java.util.function.IntSupplier;

/** How numbers of 64 bits become the words of 32 bits that tests read, most telling bit first. */
enum Order {
    /** The upper half of every number. */
    HIGH {
        @Override
        IntSupplier words(Walk walk) {
            return () -> (int) (walk.next() >>> 32);
        }
    },
    /** The lower half of every number, its lowest bit first. */
    LOW {
        @Override
        IntSupplier words(Walk walk) {
            return () -> Integer.reverse((int) walk.next());
        }
    },
    /** One bit of 32 numbers in a row, then the next bit of them: what one site sees as the walk goes by. */
    BITS {
        @Override
        IntSupplier words(Walk walk) {
            int[] block = new int[Integer.SIZE];
            return new IntSupplier() {
                private int read = Integer.SIZE;

                @Override
                public int getAsInt() {
                    if (read == Integer.SIZE) {
                        for (int k = 0; k < Integer.SIZE; k++) {
                            block[k] = (int) (walk.next() >>> 32);
                        }
                        transpose(block);
                        read = 0;
                    }
                    return block[read++];
                }
            };
        }
    };

    abstract IntSupplier words(Walk walk);

    /** Mirrors a matrix of 32 × 32 bits on its diagonal: Warren, Hacker's Delight, section 7-3. */
    static void transpose(int[] rows) {
        int mask = 0x0000FFFF;
        for (int step = 16; step != 0; step >>>= 1, mask ^= mask << step) {
            for (int k = 0; k < Integer.SIZE; k = (k + step + 1) & ~step) {
                int swap = (rows[k] ^ rows[k + step] >>> step) & mask;
                rows[k] ^= swap;
                rows[k + step] ^= swap << step;
            }
        }
    }
}
