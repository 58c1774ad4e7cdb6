package io.isinglass.engine.math;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Elementary functions to forty digits. */
final class Exact {

    private static final MathContext DIGITS = new MathContext(45);
    private static final BigDecimal TAU =
            new BigDecimal("6.283185307179586476925286766559005768394338798750211641949889");
    private static final int HALVINGS = 24;

    private Exact() {}

    /** e to the power x: the series of e^(x / 2^k), squared k times. */
    static BigDecimal exp(BigDecimal x) {
        MathContext more = new MathContext(60);
        BigDecimal small = x.divide(new BigDecimal(BigInteger.TWO.pow(HALVINGS)), more);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal power = BigDecimal.ONE;
        for (int k = 1; k < 14; k++) {
            power = power.multiply(small, more).divide(BigDecimal.valueOf(k), more);
            sum = sum.add(power, more);
        }
        for (int k = 0; k < HALVINGS; k++) {
            sum = sum.multiply(sum, more);
        }
        return sum.round(DIGITS);
    }

    /** The natural logarithm: one step of Newton's from the platform's, whose error it squares. */
    static BigDecimal log(BigDecimal x) {
        BigDecimal near = new BigDecimal(StrictMath.log(x.doubleValue()));
        BigDecimal off = x.multiply(exp(near.negate()), DIGITS).subtract(BigDecimal.ONE);
        BigDecimal square = off.multiply(off, DIGITS).divide(BigDecimal.TWO, DIGITS);
        return near.add(off, DIGITS).subtract(square, DIGITS);
    }

    static BigDecimal cosineOfTurns(BigDecimal turns) {
        BigDecimal angle = turns.remainder(BigDecimal.ONE).multiply(TAU, DIGITS);
        BigDecimal square = angle.multiply(angle, DIGITS).negate();
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal power = BigDecimal.ONE;
        for (int k = 1; k < 35; k++) {
            power = power.multiply(square, DIGITS).divide(BigDecimal.valueOf((2L * k - 1) * 2 * k), DIGITS);
            sum = sum.add(power, DIGITS);
        }
        return sum;
    }

    static BigDecimal sineOfTurns(BigDecimal turns) {
        return cosineOfTurns(turns.subtract(new BigDecimal("0.25")));
    }

    /** How far an angle is from that of the vector (x, y): the sine of the difference, which is small. */
    static BigDecimal strayed(double angle, double y, double x) {
        BigDecimal turns = new BigDecimal(angle).divide(TAU, DIGITS);
        BigDecimal across = new BigDecimal(y)
                .multiply(cosineOfTurns(turns), DIGITS)
                .subtract(new BigDecimal(x).multiply(sineOfTurns(turns), DIGITS), DIGITS);
        BigDecimal square = new BigDecimal(x).pow(2).add(new BigDecimal(y).pow(2));
        return across.divide(square.sqrt(DIGITS), DIGITS);
    }

    static BigDecimal logistic(BigDecimal x) {
        return BigDecimal.ONE.divide(BigDecimal.ONE.add(exp(x.negate())), DIGITS);
    }

    static BigDecimal tanh(BigDecimal x) {
        BigDecimal e = exp(x.add(x));
        return e.subtract(BigDecimal.ONE).divide(e.add(BigDecimal.ONE), DIGITS);
    }

    static BigDecimal logTwoCosh(BigDecimal x) {
        return x.abs().add(log(BigDecimal.ONE.add(exp(x.abs().multiply(BigDecimal.valueOf(-2))))), DIGITS);
    }
}
