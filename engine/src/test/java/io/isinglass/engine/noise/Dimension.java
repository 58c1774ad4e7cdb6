package io.isinglass.engine.noise;

/**
 * A way to walk through the addresses: one part runs through its whole range, and only then does another move on.
 *
 * <p>Number {@code n} of a walk stands in the row or group of block {@code n >>> inside}, at place {@code n mod 2^inside}.
 */
enum Dimension {
    /** Plane 0 of one word after another, row after row: the bits that a packed kernel reads first. */
    WORD(13) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return numbers.row(seed, CHAIN_AT, SWEEP_AT + (block >>> 20), LANE_AT, (int) block & 0xFFFFF);
        }

        @Override
        long number(Numbers numbers, Numbers.Key key, int place) {
            return numbers.plane(key, place, 0);
        }
    },
    /** Planes 0 and 1 of every word of both colours of a lattice of 4096 × 4096, sweep after sweep. */
    KERNEL(6) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return numbers.row(seed, CHAIN_AT, block >>> 13, (int) (block >>> 12) & 1, (int) block & 0xFFF);
        }

        @Override
        long number(Numbers numbers, Numbers.Key key, int place) {
            return numbers.plane(key, place >>> 1, place & 1);
        }
    },
    /** The 64 planes of a word, then of the next word. */
    PLANE(16) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return WORD.key(numbers, seed, block);
        }

        @Override
        long number(Numbers numbers, Numbers.Key key, int place) {
            return numbers.plane(key, place >>> 6, place & 63);
        }
    },
    /** The first real of one column after another, row after row. */
    SITE(20) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return WORD.key(numbers, seed, block);
        }

        @Override
        long number(Numbers numbers, Numbers.Key key, int place) {
            return numbers.real(key, place, 0);
        }
    },
    /** One draw after another of a column. */
    DRAW(24) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return WORD.key(numbers, seed, block);
        }

        @Override
        long number(Numbers numbers, Numbers.Key key, int place) {
            return numbers.real(key, COLUMN_AT, place);
        }
    },
    /** One word of one row after another. */
    ROW(0) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return WORD.key(numbers, seed, block);
        }
    },
    /** A word of one sweep after another. */
    SWEEP(0) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return numbers.row(seed, CHAIN_AT, block, LANE_AT, ROW_AT);
        }
    },
    /** Lanes −2 to 253 of a sweep, then of the next. */
    LANE(0) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return numbers.row(seed, CHAIN_AT, block >>> 8, ((int) block & 0xFF) + Noise.DATA, ROW_AT);
        }
    },
    /** A word of one chain after another, then of the next sweep. */
    CHAIN(0) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return numbers.row(seed, (int) block & 0xFFFF, block >>> 16, LANE_AT, ROW_AT);
        }
    },
    /** A word under one seed after another. */
    SEED(0) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return numbers.row(seed + block, CHAIN_AT, SWEEP_AT, LANE_AT, ROW_AT);
        }
    },
    /** One group of 64 chains after another. */
    GROUP(0) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return numbers.group(seed, ((int) block & 0x3FF) * Dice.GROUP, block >>> 10, LANE_AT);
        }
    },
    /** The first digit of eight chains at one site after another. */
    VERTEX(24) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return numbers.group(seed, CHAIN_AT, block, LANE_AT);
        }

        @Override
        long number(Numbers numbers, Numbers.Key key, int place) {
            return numbers.digits(key, place, 0, 0);
        }
    },
    /** The eight digits of eight chains at a site, then at the next. */
    DIGIT(24) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return VERTEX.key(numbers, seed, block);
        }

        @Override
        long number(Numbers numbers, Numbers.Key key, int place) {
            return numbers.digits(key, place >>> 3, place & 7, 0);
        }
    },
    /** The first two digits of the 64 chains of a group at a site, then at the next. */
    MEMBER(24) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return VERTEX.key(numbers, seed, block);
        }

        @Override
        long number(Numbers numbers, Numbers.Key key, int place) {
            return numbers.digits(key, place >>> 4, place >>> 3 & 1, place & 7);
        }
    },
    /** Two planes of four words of 64 rows in two lanes, four chains, four seeds and four sweeps. */
    MESH(3) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            int n = (int) block & 0x1FFF;
            return numbers.row(seed + (n >>> 2 & 3), n >>> 4 & 3, block >>> 13 << 2 | n & 3, n >>> 6 & 1, n >>> 7);
        }

        @Override
        long number(Numbers numbers, Numbers.Key key, int place) {
            return numbers.plane(key, place >>> 1, place & 1);
        }
    },
    /** Two stripes by turns whose first words are equal, which only the twist keeps apart. */
    TWIN(17) {
        @Override
        Numbers.Key key(Numbers numbers, long seed, long block) {
            return WORD.key(numbers, seed, block);
        }

        @Override
        long number(Numbers numbers, Numbers.Key key, int place) {
            long twist = (place & 1) == 0 ? key.twist() : Long.rotateLeft(key.twist(), 32);
            return numbers.plane(new Numbers.Key(key.first(), twist), place >>> 1, 0);
        }
    };

    private static final int CHAIN_AT = 3;
    private static final int SWEEP_AT = 1000;
    private static final int LANE_AT = 1;
    private static final int ROW_AT = 5;
    private static final int COLUMN_AT = 7;

    private final int inside;

    Dimension(int inside) {
        this.inside = inside;
    }

    abstract Numbers.Key key(Numbers numbers, long seed, long block);

    /** The number at {@code place} under {@code key}: where every number has a key of its own, a word of plane 0. */
    long number(Numbers numbers, Numbers.Key key, int place) {
        return numbers.plane(key, COLUMN_AT, 0);
    }

    /** The numbers of this walk from the first on. */
    Walk walk(Numbers numbers, long seed) {
        return new Walk() {
            private long count;
            private Numbers.Key key;

            @Override
            public long next() {
                int place = (int) (count & (1L << inside) - 1);
                if (place == 0) {
                    key = key(numbers, seed, count >>> inside);
                }
                count++;
                return number(numbers, key, place);
            }
        };
    }
}
