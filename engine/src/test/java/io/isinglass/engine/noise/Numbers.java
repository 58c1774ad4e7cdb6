package io.isinglass.engine.noise;

/** What gives every address its 64 random bits: the {@link Dice} themselves, or their formula with a fault put in. */
interface Numbers {

    /** The two words that key a row or a group. */
    record Key(long first, long twist) {}

    /** The engine's own numbers. */
    Numbers DICE = new Numbers() {

        @Override
        public Key row(long seed, int chain, long sweep, int lane, int row) {
            Dice dice = new Noise(seed).dice(chain, sweep, lane);
            dice.row(row);
            return new Key(dice.key(), dice.twist());
        }

        @Override
        public Key group(long seed, int chain, long sweep, int lane) {
            Dice dice = new Noise(seed).dice(chain, sweep, lane);
            dice.group();
            return new Key(dice.key(), dice.twist());
        }

        @Override
        public long mix(Key key, long count) {
            return Dice.mix(key.first, key.twist, count);
        }
    };

    Key row(long seed, int chain, long sweep, int lane, int row);

    Key group(long seed, int chain, long sweep, int lane);

    long mix(Key key, long count);

    default long plane(Key key, int index, int plane) {
        return mix(key, (long) index << 6 | plane);
    }

    default long real(Key key, int column, int draw) {
        return mix(key, 1L << 63 | (long) draw << 32 | column);
    }

    default long digits(Key key, int site, int digit, int eight) {
        return mix(key, (long) site << 6 | digit << 3 | eight);
    }
}
