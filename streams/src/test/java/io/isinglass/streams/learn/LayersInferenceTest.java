package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.serve.Question;
import io.isinglass.streams.serve.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What small networks of two layers say of records, against sums over all their states. */
class LayersInferenceTest {

    private static double[] asked(TwoLayers network, String output, double... record) {
        LayersInference to = new LayersInference(network.shape(), SmallNetworks.couplings(network));
        Tensor input = Tensor.reals("record", record, 1, record.length);
        return to.infer(Question.of(to, List.of(input), List.of(output), 7))
                .getFirst()
                .values();
    }

    @Test
    void theFreeEnergyIsThatOfTheSumOverTheHiddenLayer() {
        TwoLayers network = SmallNetworks.byChance(Layer.BINARY, 3, Layer.BINARY, 2, 1);
        double[] seen = {1, -1, 1};
        double sum = 0;
        double[] hidden = new double[2];
        for (int one = -1; one <= 1; one += 2) {
            for (int other = -1; other <= 1; other += 2) {
                double weight = Math.exp(network.exponent(seen, new double[] {one, other}));
                sum += weight;
                hidden[0] += one * weight;
                hidden[1] += other * weight;
            }
        }
        assertEquals(-Math.log(sum), asked(network, LayersInference.FREE_ENERGY, seen)[0], 1e-12);
        assertEquals(hidden[0] / sum, asked(network, LayersInference.HIDDEN, seen)[0], 1e-12);
        assertEquals(hidden[1] / sum, asked(network, LayersInference.HIDDEN, seen)[1], 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"BINARY, 4", "QUARTIC, 2"})
    void whatIsMissingIsExpectedAsTheSumOverItsStatesSays(Layer visible, int sites) {
        TwoLayers network = SmallNetworks.byChance(visible, sites, Layer.BINARY, 2, 1);
        double[] seen = new double[sites];
        seen[1] = Double.NaN;
        for (int site = 0; site < sites; site++) {
            seen[site] = site == 1 ? Double.NaN : 1;
        }
        double sum = 0;
        double mean = 0;
        // The grid of SmallNetworks has no point at 1: the integral over the missing value is taken here.
        for (double value = visible.isReal() ? -6 : -1; value <= 6; value += visible.isReal() ? 0.01 : 2) {
            if (visible.isReal() || value <= 1) {
                double[] state = seen.clone();
                state[1] = value;
                double weight = Math.exp(network.logMarginal(state));
                sum += weight;
                mean += value * weight;
            }
        }
        double error = asked(network, LayersInference.ERROR, seen)[1];
        double found = asked(network, LayersInference.COMPLETION, seen)[1];

        assertEquals(mean / sum, found, 4 * error);
        assertTrue(error > 0 && error < 0.03, "error " + error);
        assertEquals(1, asked(network, LayersInference.COMPLETION, seen)[0]);
        assertEquals(0, asked(network, LayersInference.ERROR, seen)[0]);
    }

    @Test
    void whatIsOfWholeRecordsIsRefusedOfOthers() {
        TwoLayers network = SmallNetworks.byChance(Layer.BINARY, 3, Layer.BINARY, 2, 1);
        for (String output : List.of("free_energy", "hidden", "reconstruction")) {
            Refused refused = assertThrows(Refused.class, () -> asked(network, output, 1, Double.NaN, 1));
            assertEquals(output + " is of whole records, and of record 0 something is missing", refused.getMessage());
        }
    }
}
