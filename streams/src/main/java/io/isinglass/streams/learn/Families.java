package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The families of a population: all replicas that descend from one of those that it began with. Families are independent
 * of each other, replicas of one are not; so errors come from leaving out family by family.
 */
final class Families implements Memory {

    private final int[] family;

    /** A population in which everyone is a family of its own. */
    Families(int replicas) {
        family = new int[replicas];
        Arrays.setAll(family, replica -> replica);
    }

    /** Lets replicas give way to copies of others, who do not give way themselves. */
    void inherit(Map<Integer, Integer> sources) {
        sources.forEach((replica, source) -> family[replica] = family[source]);
    }

    private int[] sizes() {
        int[] sizes = new int[family.length];
        for (int each : family) {
            sizes[each]++;
        }
        return sizes;
    }

    /** How many families are left. */
    long count() {
        return Arrays.stream(sizes()).filter(size -> size > 0).count();
    }

    /** ρ_t, the mean square size of a family, over all that there were: by so much errors grow (Wang, Machta, Katzgraber 2015). */
    double meanSquare() {
        return Arrays.stream(sizes()).mapToDouble(size -> (double) size * size).sum() / family.length;
    }

    /** exp of the entropy of the family sizes: how many families of equal size would be as diverse. */
    double effective() {
        double entropy = 0;
        for (int size : sizes()) {
            double share = (double) size / family.length;
            entropy -= size == 0 ? 0 : share * Elementary.log(share);
        }
        return Elementary.exp(entropy);
    }

    /** The mean of one value a replica, with each family left out in turn; NaN where no other is left. */
    double[] leftOut(double[] values) {
        double[] sums = new double[family.length];
        double total = 0;
        for (int replica = 0; replica < family.length; replica++) {
            sums[family[replica]] += values[replica];
            total += values[replica];
        }
        int[] sizes = sizes();
        for (int each = 0; each < sums.length; each++) {
            int rest = family.length - sizes[each];
            sums[each] = rest == 0 ? Double.NaN : (total - sums[each]) / rest;
        }
        return sums;
    }

    /** A function of the means of values, one row a replica, with its error by the jackknife over families. */
    Estimate estimate(double[][] values, ToDoubleFunction<double[]> function) {
        int width = values[0].length;
        double[] means = new double[width];
        double[][] left = new double[family.length][width];
        for (int k = 0; k < width; k++) {
            int column = k;
            double[] each =
                    Arrays.stream(values).mapToDouble(row -> row[column]).toArray();
            means[k] = Arrays.stream(each).sum() / each.length;
            double[] without = leftOut(each);
            for (int at = 0; at < without.length; at++) {
                left[at][k] = without[at];
            }
        }
        return estimate(
                function.applyAsDouble(means),
                Arrays.stream(left).mapToDouble(function).toArray());
    }

    /** A value with its error, given what it would be without each of the families. */
    Estimate estimate(double value, double[] leftOut) {
        int count = leftOut.length;
        double mean = 0;
        for (double each : leftOut) {
            mean += each / count;
        }
        double spread = 0;
        for (double each : leftOut) {
            spread += (each - mean) * (each - mean);
        }
        double error = Math.sqrt(spread * (count - 1) / count);
        return new Estimate(value, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error, 0.5, count / meanSquare());
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        for (int each : family) {
            out.writeInt(each);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        for (int replica = 0; replica < family.length; replica++) {
            family[replica] = Numerals.count(in, family.length - 1, "as the family of a replica");
        }
    }

    private Mark mark() {
        return new Mark("families of " + family.length + " replicas");
    }
}
