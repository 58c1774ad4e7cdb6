package io.isinglass.engine.kernel;

import io.isinglass.engine.math.Elementary;

/** How a spin ±1 moves in the field of its neighbours: the chance of an event, and what the spin is after it. */
enum Rule {

    /** The event: the spin comes to point up. */
    HEAT_BATH {
        @Override
        double argument(double field, double spin) {
            return 2 * field;
        }

        @Override
        double chance(double argument) {
            return Elementary.logistic(argument);
        }

        @Override
        double inverse(double chance) {
            return chance == 1 ? Double.POSITIVE_INFINITY : Elementary.log(chance / (1 - chance));
        }
    },

    /** The event: the spin turns over. Its argument is what ln p gains. */
    METROPOLIS {
        @Override
        double argument(double field, double spin) {
            double next = -spin;
            return next * field - spin * field;
        }

        @Override
        double chance(double argument) {
            return argument >= 0 ? 1 : Elementary.exp(argument);
        }

        @Override
        double inverse(double chance) {
            return Elementary.log(chance);
        }
    };

    static Rule of(Kernel clear) {
        return clear instanceof HeatBath ? HEAT_BATH : METROPOLIS;
    }

    /** What the chance is a function of, in the very steps of the clear form. */
    abstract double argument(double field, double spin);

    /** The spin after the event has come or not. */
    double next(double spin, boolean event) {
        return this == HEAT_BATH ? event ? 1 : -1 : event ? -spin : spin;
    }

    /** The chance of the event; rises with the argument. */
    abstract double chance(double argument);

    /** The argument at which the chance of the event is {@code chance}, nearly. */
    abstract double inverse(double chance);
}
