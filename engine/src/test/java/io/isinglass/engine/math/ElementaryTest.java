package io.isinglass.engine.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ElementaryTest {

    private static final double LARGEST = 709.782712893384;
    private static final double SMALLEST = -745.1332191019411;

    @Test
    void expIsExactToOneUnitInTheLastPlace() {
        DoubleStream subnormal = between(-745.13, -708.4, 50);
        DoubleStream xs = DoubleStream.concat(subnormal, spread(-708.4, LARGEST));
        assertUlps(1, worst(xs.toArray(), Elementary::exp, Exact::exp, true));
    }

    @Test
    void logIsExactToTwoUnitsInTheLastPlace() {
        DoubleStream powers = between(-1074, 1023.9, 300).map(p -> StrictMath.pow(2, p));
        DoubleStream nearOne = DoubleStream.concat(between(0.5, 2, 400), between(1 - 1e-6, 1 + 1e-6, 200));
        DoubleStream ends = DoubleStream.of(
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                Math.nextDown(Double.MIN_NORMAL),
                Double.MAX_VALUE,
                Math.nextDown(1.0),
                Math.nextUp(1.0),
                Math.nextUp(1.4142135623730951));
        DoubleStream xs =
                DoubleStream.concat(powers, DoubleStream.concat(nearOne, ends)).filter(x -> x != 1);
        assertUlps(2, worst(xs.toArray(), Elementary::log, Exact::log, true));
    }

    /** Where powers of two carry the logarithm, both parts of ln 2 count. */
    @Test
    void farFromOneTheLogIsExactTo0_6UnitsInTheLastPlace() {
        DoubleStream powers = DoubleStream.concat(between(-300, -20, 300), between(20, 300, 300));
        assertUlps(0.6, worst(powers.map(p -> StrictMath.pow(2, p)).toArray(), Elementary::log, Exact::log, true));
    }

    @Test
    void theCosineIsExactTo2ToTheMinus52() {
        DoubleStream inside = between(-1.5, 1.5, 500);
        DoubleStream far = between(-1e6, 1e6, 100);
        assertUlps(
                1,
                worst(
                        DoubleStream.concat(inside, far).toArray(),
                        Elementary::cosineOfTurns,
                        Exact::cosineOfTurns,
                        false));
        for (double turns = -50; turns <= 50; turns++) {
            assertEquals(1, Elementary.cosineOfTurns(turns));
            assertEquals(-1, Elementary.cosineOfTurns(turns + 0.5));
            assertEquals(0, Math.abs(Elementary.cosineOfTurns(turns + 0.25)));
            assertEquals(0, Math.abs(Elementary.cosineOfTurns(turns + 0.75)));
        }
    }

    @Test
    void theSineIsExactTo2ToTheMinus52() {
        DoubleStream all = DoubleStream.concat(between(-1.5, 1.5, 500), between(-1e6, 1e6, 100));
        assertUlps(1, worst(all.toArray(), Elementary::sineOfTurns, Exact::sineOfTurns, false));
        for (double turns = -50; turns <= 50; turns++) {
            assertEquals(0, Math.abs(Elementary.sineOfTurns(turns)));
            assertEquals(1, Elementary.sineOfTurns(turns + 0.25));
            assertEquals(-1, Elementary.sineOfTurns(turns + 0.75));
        }
    }

    @Test
    void theAngleOfAVectorIsExactTo2ToTheMinus51() {
        SplittableRandom random = new SplittableRandom(2);
        double worst = 0;
        for (int k = 0; k < 1000; k++) {
            double x = random.nextDouble(-1, 1) * Math.pow(2, random.nextInt(-20, 20));
            double y = random.nextDouble(-1, 1) * Math.pow(2, random.nextInt(-20, 20));
            double angle = Elementary.angle(y, x);
            worst = Math.max(worst, Math.abs(Exact.strayed(angle, y, x).doubleValue()));
            assertTrue(Math.abs(angle - StrictMath.atan2(y, x)) < 1e-15, "the right half of the circle");
        }
        assertUlps(2, worst / 0x1p-52);
        assertEquals(0, Elementary.angle(0, 0));
        assertEquals(0, Elementary.angle(0, 3));
        assertEquals(Math.PI, Elementary.angle(0, -3));
        assertEquals(Math.PI / 2, Elementary.angle(1e300, 0));
        assertEquals(-Math.PI / 2, Elementary.angle(-1e-300, 0));
        assertEquals(-Math.PI / 4, Elementary.angle(-7, 7));
    }

    @Test
    void theLogisticIsExactToThreeUnitsInTheLastPlace() {
        assertUlps(3, worst(spread(-700, 700).toArray(), Elementary::logistic, Exact::logistic, true));
    }

    @Test
    void theHyperbolicTangentIsExactTo2ToTheMinus52() {
        assertUlps(1, worst(spread(-40, 40).toArray(), Elementary::tanh, Exact::tanh, false));
    }

    @Test
    void theLogOfTwoCoshIsExactToTwoUnitsInTheLastPlace() {
        assertUlps(2, worst(spread(-40, 40).toArray(), Elementary::logTwoCosh, Exact::logTwoCosh, true));
    }

    /** The platform's exp and log are within one unit in the last place. */
    @Test
    void overMillionsOfNumbersNothingStraysFromThePlatform() {
        double worst = 0;
        for (double x : between(-708, LARGEST, 300_000).toArray()) {
            worst = Math.max(worst, Math.abs(Elementary.exp(x) - StrictMath.exp(x)) / Math.ulp(StrictMath.exp(x)));
        }
        assertTrue(worst <= 2, "exp is off by " + worst);
        worst = 0;
        for (double x : between(0, 10, 300_000).toArray()) {
            worst = Math.max(worst, Math.abs(Elementary.log(x) - StrictMath.log(x)) / Math.ulp(StrictMath.log(x)));
        }
        assertTrue(worst <= 3, "log is off by " + worst);
    }

    @Test
    void theEndsOfExpAreThoseOfThePlatform() {
        assertEquals(1, Elementary.exp(0.0));
        assertEquals(1, Elementary.exp(-0.0));
        assertEquals(StrictMath.exp(LARGEST), Elementary.exp(LARGEST), Math.ulp(Double.MAX_VALUE));
        assertEquals(Double.POSITIVE_INFINITY, Elementary.exp(Math.nextUp(LARGEST)));
        assertEquals(Double.POSITIVE_INFINITY, Elementary.exp(Double.POSITIVE_INFINITY));
        assertEquals(Double.MIN_VALUE, Elementary.exp(SMALLEST));
        assertEquals(0, Elementary.exp(Math.nextDown(SMALLEST)));
        assertEquals(0, Elementary.exp(Double.NEGATIVE_INFINITY));
        assertEquals(Double.NaN, Elementary.exp(Double.NaN));
    }

    @Test
    void theEndsOfLogAreThoseOfThePlatform() {
        for (double x :
                new double[] {0.0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN}) {
            assertEquals(StrictMath.log(x), Elementary.log(x), "log " + x);
        }
    }

    @Test
    void theOthersReachTheirLimits() {
        assertEquals(0, Elementary.logistic(Double.NEGATIVE_INFINITY));
        assertEquals(0.5, Elementary.logistic(0));
        assertEquals(1, Elementary.logistic(Double.POSITIVE_INFINITY));
        assertEquals(Double.NaN, Elementary.logistic(Double.NaN));
        assertEquals(1, Elementary.tanh(Double.POSITIVE_INFINITY));
        assertEquals(-1, Elementary.tanh(Double.NEGATIVE_INFINITY));
        assertEquals(-0.0, Elementary.tanh(-0.0));
        assertEquals(Double.NaN, Elementary.tanh(Double.NaN));
        assertEquals(1e300, Elementary.logTwoCosh(-1e300));
    }

    @Test
    void theyRiseWhereTheFunctionsRise() {
        double[] xs = spread(-40, 40).sorted().toArray();
        for (DoubleUnaryOperator f : Arrays.<DoubleUnaryOperator>asList(Elementary::exp, Elementary::logistic)) {
            for (int k = 1; k < xs.length; k++) {
                assertTrue(f.applyAsDouble(xs[k]) >= f.applyAsDouble(xs[k - 1]), "at " + xs[k]);
            }
        }
    }

    private static void assertUlps(double bound, double worst) {
        assertTrue(worst <= bound, () -> "off by " + worst + " units, allowed " + bound);
    }

    /** The largest error, in units of the last place of the truth or of 2⁻⁵². */
    private static double worst(
            double[] xs, DoubleUnaryOperator ours, UnaryOperator<BigDecimal> truth, boolean relative) {
        double worst = 0;
        for (double x : xs) {
            BigDecimal exact = truth.apply(new BigDecimal(x));
            BigDecimal unit = new BigDecimal(relative ? Math.ulp(exact.doubleValue()) : 0x1p-52);
            BigDecimal off =
                    new BigDecimal(ours.applyAsDouble(x)).subtract(exact).abs();
            worst = Math.max(worst, off.divide(unit, MathContext.DECIMAL64).doubleValue());
        }
        return worst;
    }

    private static DoubleStream between(double low, double high, int count) {
        return new SplittableRandom(1).doubles(count, low, high);
    }

    /** Numbers of all sizes, and many of ordinary size. */
    private static DoubleStream spread(double low, double high) {
        DoubleStream ordinary = between(Math.max(-3, low), Math.min(3, high), 300);
        DoubleStream tiny = DoubleStream.of(1e-300, -1e-300, 1e-20, -1e-20, 1e-9, -1e-9, 1e-4, -1e-4, 0.5, -0.5, 1, -1);
        return DoubleStream.concat(between(low, high, 300), DoubleStream.concat(ordinary, tiny));
    }
}
