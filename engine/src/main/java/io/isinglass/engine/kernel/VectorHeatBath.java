package io.isinglass.engine.kernel;

import io.isinglass.engine.field.StripField;
import io.isinglass.engine.math.VectorElementary;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Envelope;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.VectorDice;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link HeatBath} of {@link Phi4}, strip by strip in vectors. */
final class VectorHeatBath {

    /*
     * In stages, each a loop over the whole strip that leaves its results in scratch arrays. All in one would be more than
     * the compiler inlines, and what it does not inline hands its vectors on as objects on the heap. So each stage is to
     * be compiled by itself: that is why all are called from one place and through an interface, which it cannot see
     * through. Past the end of a strip the lanes compute with whatever lies there, and nothing of it is kept.
     */

    /** A loop over the sites of a strip that have not got their values yet. */
    @FunctionalInterface
    private interface Stage {

        void run();
    }

    private static final VectorSpecies<Double> REALS = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> WORDS = LongVector.SPECIES_PREFERRED;
    private static final int LANES = REALS.length();

    private static final DoubleVector ZERO = all(0);
    private static final DoubleVector HALF = all(0.5);
    private static final DoubleVector ONE = all(1);
    private static final DoubleVector THREE = all(3);
    private static final LongVector HALF_OF_BIAS = LongVector.broadcast(WORDS, Envelope.HALF_OF_BIAS);
    private static final LongVector THIRDS_OF_BIAS = LongVector.broadcast(WORDS, Envelope.THIRDS_OF_BIAS);
    private static final LongVector THIRD = LongVector.broadcast(WORDS, Envelope.THIRD);

    private final StripField field;
    private final double[] cells;
    private final Dice dice;
    private final long[] numbers;
    private final double[] first;
    private final double[] second;
    private final double[] third;
    private final double[] pulls;
    private final double[] widths;
    private final double[] centres;
    private final double w;
    private final double a;
    private final double b;
    private final double r;
    private final Envelope envelope;
    private final Stage[] preparing;
    private final Stage[] trying;
    private int[] around;
    private int own;
    private int count;
    private int column;
    private int draw;
    private int left;

    VectorHeatBath(StripField field, Couplings couplings, Dice dice) {
        this.field = field;
        this.cells = field.cells();
        this.dice = dice;
        this.numbers = field.numbers();
        this.first = field.scratch(0);
        this.second = field.scratch(1);
        this.third = field.scratch(2);
        this.pulls = field.scratch(3);
        this.widths = field.scratch(4);
        this.centres = field.scratch(5);
        this.w = couplings.at(Phi4.BOND);
        this.a = couplings.at(Phi4.SQUARE);
        this.b = couplings.at(Phi4.FOURTH);
        this.r = couplings.at(Phi4.LINEAR);
        this.envelope = Envelope.of(a, b);
        this.preparing = new Stage[] {
            this::pulls, this::bounds, this::nearer, this::nearer, this::nearer, this::gaussians, this::number
        };
        this.trying = new Stage[] {
            () -> drawLeft(first, draw),
            () -> drawLeft(second, draw + 1),
            () -> drawLeft(third, draw + 2),
            this::logs,
            this::values,
            this::place,
            this::refuse
        };
    }

    private static DoubleVector all(double value) {
        return DoubleVector.broadcast(REALS, value);
    }

    private static void run(Stage[] stages) {
        for (Stage stage : stages) {
            stage.run();
        }
    }

    private void begin(int z, int y, int colour) {
        own = field.strip(z, y, colour);
        around = field.around(z, y, colour);
        count = field.count(z, y, colour);
        column = field.patch().left() + field.first(z, y, colour);
        dice.row(field.patch().row(z, y));
    }

    private void pulls() {
        pulls(cells, around, pulls, count, w, r);
    }

    /** h of each site of a strip, the neighbours in order of their sides. */
    static void pulls(double[] cells, int[] around, double[] into, int count, double w, double r) {
        DoubleVector bond = all(w);
        DoubleVector field = all(r);
        int front = around[0];
        int back = around[1];
        int north = around[2];
        int south = around[3];
        int west = around[4];
        int east = around[5];
        for (int at = 0; at < count; at += LANES) {
            DoubleVector planes = ZERO.add(DoubleVector.fromArray(REALS, cells, front + at))
                    .add(DoubleVector.fromArray(REALS, cells, back + at));
            DoubleVector rows = planes.add(DoubleVector.fromArray(REALS, cells, north + at))
                    .add(DoubleVector.fromArray(REALS, cells, south + at));
            DoubleVector sum = rows.add(DoubleVector.fromArray(REALS, cells, west + at))
                    .add(DoubleVector.fromArray(REALS, cells, east + at));
            bond.fma(sum, field).intoArray(into, at);
        }
    }

    /*
     * All sites try at once. Those that are refused close ranks, keep their numbers in the strip and with them their
     * random numbers, and try again: so each site takes the value that it would have taken alone.
     */

    void move(int z, int y, int colour) {
        begin(z, y, colour);
        run(preparing);
        left = count;
        for (draw = 0; left > 0; draw += Envelope.DRAWS_PER_TRY) {
            run(trying);
        }
    }

    private void number() {
        for (int site = 0; site < count; site++) {
            numbers[site] = site;
        }
    }

    private void drawLeft(double[] into, int number) {
        VectorDice.uniforms(into, numbers, left, dice.unmixed(column, number), dice.twist());
    }

    /** The bound of each site's δ: the least of three, see {@link Envelope}. */
    private void bounds() {
        DoubleVector halfB = all(b / 2);
        DoubleVector perLinear = all(envelope.perLinear());
        DoubleVector perSquare = all(envelope.perSquare());
        for (int at = 0; at < count; at += LANES) {
            DoubleVector pull = DoubleVector.fromArray(REALS, pulls, at);
            DoubleVector constant = halfB.mul(pull).mul(pull);
            DoubleVector least = constant.mul(perLinear);
            DoubleVector root = aboveSquareRoot(constant.mul(perSquare));
            least = least.blend(root, root.lt(least));
            root = aboveCubeRoot(constant);
            least.blend(root, root.lt(least)).intoArray(widths, at);
        }
    }

    /** One of Halley's steps. */
    private void nearer() {
        DoubleVector halfB = all(b / 2);
        DoubleVector linear = all(envelope.linear());
        DoubleVector square = all(envelope.square());
        DoubleVector twice = all(2 * envelope.square());
        for (int at = 0; at < count; at += LANES) {
            DoubleVector pull = DoubleVector.fromArray(REALS, pulls, at);
            DoubleVector delta = DoubleVector.fromArray(REALS, widths, at);
            DoubleVector minus = halfB.mul(pull).mul(pull).neg();
            DoubleVector value = delta.add(square).fma(delta, linear).fma(delta, minus);
            DoubleVector slope = THREE.fma(delta, twice).fma(delta, linear);
            DoubleVector bend = value.mul(THREE.fma(delta, square));
            delta.sub(value.mul(slope).div(slope.fma(slope, bend.neg()))).intoArray(widths, at);
        }
    }

    private static DoubleVector aboveSquareRoot(DoubleVector x) {
        LongVector top = x.reinterpretAsLongs().lanewise(VectorOperators.LSHR, Envelope.WORD + 1);
        return top.add(HALF_OF_BIAS)
                .lanewise(VectorOperators.LSHL, Envelope.WORD)
                .reinterpretAsDoubles();
    }

    private static DoubleVector aboveCubeRoot(DoubleVector x) {
        LongVector top = x.reinterpretAsLongs().lanewise(VectorOperators.LSHR, Envelope.WORD);
        return top.mul(THIRD)
                .lanewise(VectorOperators.LSHR, Envelope.WORD)
                .add(THIRDS_OF_BIAS)
                .lanewise(VectorOperators.LSHL, Envelope.WORD)
                .reinterpretAsDoubles();
    }

    /** Replaces δ by −1/A and pulls by means, and adds the centres. */
    private void gaussians() {
        DoubleVector square = all(a);
        DoubleVector perCentre = all(envelope.perCentre());
        DoubleVector rest = all(envelope.rest());
        for (int at = 0; at < count; at += LANES) {
            DoubleVector width = DoubleVector.fromArray(REALS, widths, at).add(rest);
            DoubleVector spread = ONE.div(width);
            width.sub(square).mul(perCentre).intoArray(centres, at);
            DoubleVector.fromArray(REALS, pulls, at).mul(HALF.mul(spread)).intoArray(pulls, at);
            spread.neg().intoArray(widths, at);
        }
    }

    private void logs() {
        for (int at = 0; at < left; at += LANES) {
            VectorElementary.log(ONE.sub(DoubleVector.fromArray(REALS, first, at)))
                    .intoArray(first, at);
        }
    }

    /** Replaces the logarithms by the values that are tried. */
    private void values() {
        for (int at = 0; at < left; at += LANES) {
            DoubleVector cosine = VectorElementary.cosineOfTurns(DoubleVector.fromArray(REALS, second, at));
            DoubleVector log = DoubleVector.fromArray(REALS, first, at);
            DoubleVector radius =
                    DoubleVector.fromArray(REALS, widths, at).mul(log).sqrt();
            radius.fma(cosine, DoubleVector.fromArray(REALS, pulls, at)).intoArray(first, at);
        }
    }

    /** Puts the values where they may stay. */
    private void place() {
        if (left == count) {
            System.arraycopy(first, 0, cells, own, count);
            return;
        }
        for (int at = 0; at < left; at++) {
            cells[own + (int) numbers[at]] = first[at];
        }
    }

    /** Leaves the sites whose values are refused, in their order. */
    private void refuse() {
        DoubleVector minus = all(-b);
        int kept = 0;
        for (int at = 0; at < left; at += LANES) {
            DoubleVector next = DoubleVector.fromArray(REALS, first, at);
            DoubleVector centre = DoubleVector.fromArray(REALS, centres, at);
            DoubleVector off = next.fma(next, centre.neg());
            DoubleVector chance = VectorElementary.exp(minus.mul(off).mul(off));
            VectorMask<Double> taken = DoubleVector.fromArray(REALS, third, at).lt(chance);
            VectorMask<Double> refused = REALS.indexInRange(at, left).andNot(taken);
            centre.compress(refused).intoArray(centres, kept);
            DoubleVector.fromArray(REALS, widths, at).compress(refused).intoArray(widths, kept);
            DoubleVector.fromArray(REALS, pulls, at).compress(refused).intoArray(pulls, kept);
            LongVector.fromArray(WORDS, numbers, at)
                    .compress(refused.cast(WORDS))
                    .intoArray(numbers, kept);
            kept += refused.trueCount();
        }
        left = kept;
    }
}
