package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.LeastSquares;
import java.util.List;

/** The maximum of the pseudo-likelihood of records of spins, each site by itself, by Newton's method: the clear way, in many passes. */
final class PseudoLikelihood {

    private static final int STEPS = 7;

    private PseudoLikelihood() {}

    /** For each site its couplings to all others, and at its own place its field. */
    static double[][] maximum(List<Frame> records) {
        int sites = records.getFirst().seen().length;
        double[][] couplings = new double[sites][];
        for (int site = 0; site < sites; site++) {
            couplings[site] = maximum(site, records);
        }
        return couplings;
    }

    private static double[] maximum(int site, List<Frame> records) {
        int sites = records.getFirst().seen().length;
        double[] w = new double[sites];
        for (int step = 0; step < STEPS; step++) {
            double[] slope = new double[sites];
            double[][] bend = new double[sites][sites];
            for (Frame record : records) {
                add(site, record.seen().clone(), w, slope, bend);
            }
            double[] move = LeastSquares.slopes(bend, slope);
            for (int k = 0; k < sites; k++) {
                w[k] += move[k];
            }
            if (step == STEPS - 1) {
                for (double each : move) {
                    assertTrue(Math.abs(each) < 1e-6, "Newton's method has arrived, last step " + each);
                }
            }
        }
        return w;
    }

    private static void add(int site, double[] f, double[] w, double[] slope, double[][] bend) {
        double spin = f[site];
        f[site] = 1;
        double z = 0;
        for (int k = 0; k < f.length; k++) {
            z += w[k] * f[k];
        }
        double mean = Elementary.tanh(z);
        for (int k = 0; k < f.length; k++) {
            slope[k] += (spin - mean) * f[k];
        }
        double weight = 1 - mean * mean;
        for (int row = 0; row < bend.length; row++) {
            double[] into = bend[row];
            double scale = weight * f[row];
            for (int column = 0; column <= row; column++) {
                into[column] += scale * f[column];
            }
        }
    }
}
