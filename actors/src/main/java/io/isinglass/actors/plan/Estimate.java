package io.isinglass.actors.plan;

/** A predicted number, and what it is when all constants are as low or as high as they were measured. */
public record Estimate(double value, double low, double high) {

    /** Something reckoned from constants. */
    @FunctionalInterface
    interface Reckoned {
        double under(Luck luck);
    }

    static Estimate of(Reckoned number) {
        double best = number.under(Luck.BEST);
        double worst = number.under(Luck.WORST);
        return new Estimate(number.under(Luck.USUAL), Math.min(best, worst), Math.max(best, worst));
    }

    Estimate times(double factor) {
        return new Estimate(factor * value, factor * low, factor * high);
    }
}
