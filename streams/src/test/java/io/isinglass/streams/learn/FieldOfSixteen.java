package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Phi4Next;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Chains of the φ⁴ field with bonds and diagonals on a torus of 4 x 4 sites, swept by a few lines of Metropolis. */
final class FieldOfSixteen {

    private static final int SITES = 16;
    private static final int SWEEPS_A_ROW = 3;
    private static final int[][] NEAREST = neighbours(new int[][] {{0, 1}, {1, 0}, {0, 3}, {3, 0}});
    private static final int[][] DIAGONAL = neighbours(new int[][] {{1, 1}, {1, 3}, {3, 1}, {3, 3}});

    private final Noise noise;
    private final double[][] fields;
    private long sweep;

    FieldOfSixteen(int chains, long seed) {
        this.noise = new Noise(seed);
        this.fields = new double[chains][SITES];
        for (double[] field : fields) {
            Arrays.fill(field, 1);
        }
    }

    private static int[][] neighbours(int[][] off) {
        int[][] neighbours = new int[SITES][off.length];
        for (int site = 0; site < SITES; site++) {
            for (int n = 0; n < off.length; n++) {
                neighbours[site][n] = (site / 4 + off[n][0]) % 4 * 4 + (site + off[n][1]) % 4;
            }
        }
        return neighbours;
    }

    /** The sums of an epoch's rows under these couplings. */
    List<Series> rows(int rows, Couplings at) {
        List<Series> all = new ArrayList<>();
        for (int chain = 0; chain < fields.length; chain++) {
            all.add(Series.zeros(rows, 5));
        }
        for (int row = 0; row < rows; row++) {
            for (int chain = 0; chain < fields.length; chain++) {
                for (int each = 0; each < SWEEPS_A_ROW; each++) {
                    sweep(fields[chain], at, noise.dice(chain, SWEEPS_A_ROW * sweep + each, 0));
                }
                measure(fields[chain], all.get(chain), row);
            }
            sweep++;
        }
        return all;
    }

    private static void sweep(double[] field, Couplings at, Dice dice) {
        double stride = at.at(Phi4Next.SQUARE) < 1 ? 1.1 : 1.6;
        for (int site = 0; site < SITES; site++) {
            dice.row(site);
            double pull = at.at(Phi4Next.BOND) * sum(field, NEAREST[site])
                    + at.at(Phi4Next.DIAGONAL) * sum(field, DIAGONAL[site]);
            double now = field[site];
            double next = now + stride * (2 * dice.uniform(0, 0) - 1);
            double gain = (next - now) * pull - well(next, at) + well(now, at);
            if (gain >= 0 || dice.uniform(0, 1) < Elementary.exp(gain)) {
                field[site] = next;
            }
        }
    }

    private static double well(double value, Couplings at) {
        double square = value * value;
        return square * (at.at(Phi4Next.SQUARE) + at.at(Phi4Next.FOURTH) * square);
    }

    private static double sum(double[] field, int[] sites) {
        double sum = 0;
        for (int site : sites) {
            sum += field[site];
        }
        return sum;
    }

    private static void measure(double[] field, Series series, int row) {
        double[] sums = new double[5];
        for (int site = 0; site < SITES; site++) {
            double square = field[site] * field[site];
            sums[Phi4Next.BOND] += field[site] * sum(field, NEAREST[site]) / 2;
            sums[Phi4Next.DIAGONAL] += field[site] * sum(field, DIAGONAL[site]) / 2;
            sums[Phi4Next.SQUARE] -= square;
            sums[Phi4Next.FOURTH] -= square * square;
            sums[Phi4Next.LINEAR] += field[site];
        }
        for (int k = 0; k < sums.length; k++) {
            series.add(row, k, sums[k]);
        }
    }
}
