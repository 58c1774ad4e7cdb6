package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Site;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.model.Ascent;
import io.isinglass.engine.model.Couplings;

/**
 * Every site moves its natural parameter a step ρ = (1 + t/delay)^−decay towards an unbiased guess of the best one.
 *
 * <p>Stochastic natural-gradient ascent with Robbins and Monro's steps (Ranganath et al.: Black Box Variational
 * Inference, 2014; Hoffman et al.: Stochastic Variational Inference, 2013).
 */
public record BlackBox(Ascent model, double delay, double decay) implements ClearKernel {

    /** Largest natural parameter: beyond it 1 − m is below the resolution of a double. */
    private static final double LARGEST = 18;

    @Override
    public void move(Site site, Couplings couplings) {
        double step = Elementary.exp(-decay * Elementary.log(1 + site.sweep() / delay));
        while (site.next()) {
            double now = parameter(site.value());
            site.set(Elementary.tanh(Math.fma(step, model.guess(site, couplings) - now, now)));
        }
    }

    private static double parameter(double mean) {
        double parameter = Elementary.log((1 + mean) / (1 - mean)) / 2;
        return Math.max(-LARGEST, Math.min(LARGEST, parameter));
    }
}
