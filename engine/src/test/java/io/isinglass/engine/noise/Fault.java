package io.isinglass.engine.noise;

/** The formula of {@link Dice} written a second time, so that it can be broken. */
enum Fault implements Numbers {
    NONE,
    /** Philox is stopped after two rounds of ten. */
    TWO_ROUNDS {
        @Override
        int rounds() {
            return 2;
        }
    },
    /** The seed is counted up with the sweep instead of keying Philox: sweep 1 of seed 0 is sweep 0 of seed 1. */
    SEED_PLUS_SWEEP {
        @Override
        Key key(int stripe, long seed, int owner, long sweep, int lane) {
            return super.key(stripe, seed + sweep, owner, 0, lane);
        }
    },
    NO_TWIST {
        @Override
        Key key(int stripe, long seed, int owner, long sweep, int lane) {
            return new Key(super.key(stripe, seed, owner, sweep, lane).first(), 0);
        }
    },
    NO_LANE {
        @Override
        Key key(int stripe, long seed, int owner, long sweep, int lane) {
            return super.key(stripe, seed, owner, sweep, 0);
        }
    },
    NO_CHAIN {
        @Override
        Key key(int stripe, long seed, int owner, long sweep, int lane) {
            return super.key(stripe, seed, 0, sweep, lane);
        }
    },
    /** A row begins one number after the row before it. */
    ROWS_OVERLAP {
        @Override
        long offset(int row) {
            return row;
        }
    },
    /** The digits of a word of eight chains are those of the next eight, one later. */
    DIGITS_OVERLAP {
        @Override
        public long digits(Key key, int site, int digit, int eight) {
            return mix(key, (long) site << 6 | digit + eight);
        }
    },
    ONE_MULTIPLICATION {
        @Override
        public long mix(Key key, long count) {
            long z = key.first() + (count + 1) * Dice.WEYL;
            z = (z ^ z >>> 30) * Dice.MIX_1 + key.twist();
            return z ^ z >>> 31;
        }
    },
    /** The sum of the Weyl sequence is not folded before it is multiplied. */
    NO_FOLD {
        @Override
        public long mix(Key key, long count) {
            long z = key.first() + (count + 1) * Dice.WEYL;
            z = z * Dice.MIX_1 + key.twist();
            z = z * Dice.MIX_2;
            return z ^ z >>> 31;
        }
    },
    /** One bit of a number is set a little too often: in one number of sixteen, whatever chance says. */
    BIAS {
        @Override
        public long mix(Key key, long count) {
            return super.mix(key, count) | ((count * 0xD1B54A32D192ED03L >>> 60) == 0 ? 1L << 40 : 0);
        }
    };

    int rounds() {
        return 10;
    }

    long offset(int row) {
        return (long) row << 56;
    }

    Key key(int stripe, long seed, int owner, long sweep, int lane) {
        int[] c = {stripe, (int) sweep, (int) (sweep >>> 32) | owner << 16, lane};
        for (int round = 0; round < rounds(); round++) {
            long left = 0xD2511F53L * Integer.toUnsignedLong(c[0]);
            long right = 0xCD9E8D57L * Integer.toUnsignedLong(c[2]);
            c = new int[] {
                (int) (right >>> 32) ^ c[1] ^ (int) seed + round * 0x9E3779B9,
                (int) right,
                (int) (left >>> 32) ^ c[3] ^ (int) (seed >>> 32) + round * 0xBB67AE85,
                (int) left
            };
        }
        return new Key(
                Integer.toUnsignedLong(c[0]) | (long) c[1] << 32, Integer.toUnsignedLong(c[2]) | (long) c[3] << 32);
    }

    @Override
    public Key row(long seed, int chain, long sweep, int lane, int row) {
        Key stripe = key(row >>> 4, seed, chain, sweep, lane);
        return new Key(stripe.first() + offset(row & 15) * Dice.WEYL, stripe.twist());
    }

    @Override
    public Key group(long seed, int chain, long sweep, int lane) {
        return key(-1, seed, chain / Dice.GROUP, sweep, lane);
    }

    @Override
    public long mix(Key key, long count) {
        long z = key.first() + (count + 1) * Dice.WEYL;
        z = (z ^ z >>> 30) * Dice.MIX_1 + key.twist();
        z = (z ^ z >>> 27) * Dice.MIX_2;
        return z ^ z >>> 31;
    }
}
