package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.noise.Dice;
import java.util.Arrays;
import java.util.List;

/** Spins that know nothing of each other, q(s) = Π exp(λ s) / 2 cosh λ, with a λ for each: the mean field. */
final class Spins implements Family {

    private static final double LONGEST = 0.5;

    /** Beyond it a sample of thousands shows a spin one way alone. */
    private static final double LARGEST = 6;

    private final double[] lambdas;

    Spins(int sites, double lambda) {
        this.lambdas = new double[sites];
        Arrays.fill(lambdas, lambda);
    }

    @Override
    public Look look(Exponent exponent, Dice dice, int samples, Control control) {
        int sites = lambdas.length;
        double[] means = means();
        double[][] spins = new double[samples][sites];
        double[][] pulls = new double[samples][sites];
        double[] bounds = new double[samples];
        for (int k = 0; k < samples; k++) {
            dice.row(k);
            for (int site = 0; site < sites; site++) {
                spins[k][site] = dice.uniform(site, 0) < (1 + means[site]) / 2 ? 1 : -1;
                bounds[k] -= logDensity(site, spins[k][site]);
            }
            bounds[k] += exponent.at(spins[k]);
            exponent.pulls(spins[k], pulls[k]);
        }
        Slopes slopes = new Slopes(sites);
        double[] step = new double[sites];
        for (int site = 0; site < sites; site++) {
            double[] scores = new double[samples];
            double[] own = new double[samples];
            for (int k = 0; k < samples; k++) {
                double spin = spins[k][site];
                scores[k] = spin - means[site];
                own[k] = spin * pulls[k][site] + exponent.own(spin) - logDensity(site, spin);
            }
            double information = 1 - means[site] * means[site];
            double[] plain = Slopes.times(bounds, scores);
            slopes.set(
                    site,
                    switch (control) {
                        case NONE -> plain;
                        case BASELINE -> Slopes.lessOthers(bounds, scores);
                        case FULL -> Slopes.lessOthers(own, scores);
                    },
                    plain,
                    information);
            step[site] = slopes.mean(site) / information;
        }
        return new Look(bounds, step, slopes.variance(), slopes.plainVariance());
    }

    private double logDensity(int site, double spin) {
        return lambdas[site] * spin - Elementary.logTwoCosh(lambdas[site]);
    }

    private double[] means() {
        return Arrays.stream(lambdas).map(Elementary::tanh).toArray();
    }

    @Override
    public void move(double[] step, double rate) {
        for (int site = 0; site < lambdas.length; site++) {
            double by = Math.clamp(rate * step[site], -LONGEST, LONGEST);
            lambdas[site] = Math.clamp(lambdas[site] + by, -LARGEST, LARGEST);
        }
    }

    @Override
    public double[] parameters() {
        return lambdas.clone();
    }

    @Override
    public void take(double[] parameters) {
        System.arraycopy(parameters, 0, lambdas, 0, lambdas.length);
    }

    /** Where the bound stands still, m = tanh(Σ K m′ + h) at every site. */
    @Override
    public List<Reading> readings(Exponent exponent) {
        double[] means = means();
        double[] pulls = new double[means.length];
        exponent.pulls(means, pulls);
        double gap = 0;
        for (int site = 0; site < means.length; site++) {
            gap = Math.max(gap, Math.abs(means[site] - Elementary.tanh(pulls[site] + exponent.linear())));
        }
        return List.of(
                new Reading(
                        "mean", Estimate.exact(Arrays.stream(means).average().orElseThrow())),
                new Reading("gap.fixed_point", Estimate.exact(gap)));
    }
}
