package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.noise.Dice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How a network of two layers does on records that it has not learned from, those of which nothing is missing. */
final class Exam {

    /*
     * Densities of values that were recorded in steps of a grain are those of the value and of uniform noise as wide as the
     * grain; times the grains they are, in the mean over the noise, no more than the probabilities of the recorded values
     * themselves (Theis, van den Oord, Bethge 2016). So what is told are nats of a record in steps, at least.
     */

    private static final int SETTLING = 50;
    private static final int SWEEPS = 400;
    private static final int SHOWN = 16;
    private static final int DREAMS = 60;
    private static final int DREAMS_ACROSS = 10;
    private static final int FEATURES_ACROSS = 8;

    private final Pupil pupil;
    private final String prefix;
    private final double grain;
    private final List<Frame> records;
    private final double[] mean;
    private final Chance common;

    /**
     * An exam by these records.
     *
     * @param learned the records that were learned from, whose mean is what the network must do better than
     * @param common chance of which all networks have the same
     */
    Exam(Pupil pupil, String prefix, double grain, List<Frame> records, List<Frame> learned, Chance common) {
        this.pupil = pupil;
        this.prefix = prefix;
        this.grain = grain;
        this.records = records.stream().filter(Exam::isComplete).toList();
        this.common = common;
        int sites = pupil.network().shape().visibleSites();
        this.mean = new double[sites];
        for (int site = 0; site < sites; site++) {
            int at = site;
            mean[site] = learned.stream()
                    .mapToDouble(frame -> pupil.value(frame.seen()[at]))
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(0);
        }
    }

    private static boolean isComplete(Frame frame) {
        return Arrays.stream(frame.seen()).noneMatch(Double::isNaN);
    }

    private double[] truth(Frame frame) {
        return Arrays.stream(frame.seen()).map(pupil::value).toArray();
    }

    /** The mean of a score over the records. */
    private Estimate over(ToDoubleFunction<Frame> score) {
        double[] scores = records.stream().mapToDouble(score).toArray();
        double average = Arrays.stream(scores).sum() / scores.length;
        double square = Arrays.stream(scores)
                .map(each -> (each - average) * (each - average))
                .sum();
        double error =
                scores.length > 1 ? Math.sqrt(square / (scores.length - 1) / scores.length) : Double.POSITIVE_INFINITY;
        return new Estimate(average, error, 0.5, scores.length);
    }

    private static double error(double[] one, double[] other, int from) {
        double sum = 0;
        for (int site = from; site < one.length; site++) {
            sum += (one[site] - other[site]) * (one[site] - other[site]);
        }
        return sum / (one.length - from);
    }

    /** Each visible site as it is expected given what the hidden layer is expected to be given the record. */
    private double[] reconstructed(double[] values) {
        double[] moments = new double[TwoLayers.OWN * pupil.network().shape().hiddenSites()];
        double[] expected = new double[TwoLayers.OWN * values.length];
        pupil.network().expectHidden(values, moments);
        pupil.network().expectVisibleFromMeans(moments, expected);
        double[] means = new double[values.length];
        Arrays.setAll(means, site -> expected[TwoLayers.OWN * site]);
        return means;
    }

    List<Reading> reconstruction() {
        if (records.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Reading(prefix + "reconstruction_error", over(frame -> {
                    double[] truth = truth(frame);
                    return error(reconstructed(truth), truth, 0);
                })),
                new Reading(prefix + "mean_image_error", over(frame -> error(mean, truth(frame), 0))));
    }

    /** How well the lower half of each record is foreseen from its upper half. */
    List<Reading> inpainting() {
        if (records.isEmpty()) {
            return List.of();
        }
        int half = mean.length / 2;
        return List.of(
                new Reading(prefix + "inpainting_error", over(frame -> error(inpainted(frame), truth(frame), half))),
                new Reading(prefix + "inpainting_mean_image_error", over(frame -> error(mean, truth(frame), half))));
    }

    private double[] inpainted(Frame frame) {
        int half = mean.length / 2;
        boolean[] missing = new boolean[mean.length];
        Arrays.fill(missing, half, mean.length, true);
        double[] start = truth(frame);
        System.arraycopy(mean, half, start, half, mean.length - half);
        return pupil.filled(start, missing, (int) (frame.index() % Integer.MAX_VALUE), SETTLING, SWEEPS);
    }

    /** Nats a record: of the network, and of its sites by themselves. */
    List<Reading> likelihood() {
        if (records.isEmpty() || pupil.weights().isEmpty()) {
            return List.of();
        }
        TwoLayers network = pupil.network();
        TwoLayers apart = network.between(pupil.contrast().alone(), 0);
        Estimate logZ = pupil.weights().logZ();
        Estimate own = over(frame -> network.logMarginal(grained(frame)) + grains() - logZ.mean());
        Estimate alone = over(frame -> apart.logMarginal(grained(frame)) + grains() - apart.logZOfSites());
        return List.of(
                new Reading(prefix + "log_z", logZ),
                new Reading(prefix + "ais_ess", Estimate.exact(logZ.size())),
                new Reading(
                        prefix + "log_likelihood",
                        new Estimate(own.mean(), Math.hypot(own.stderr(), logZ.stderr()), 0.5, own.size())),
                new Reading(prefix + "independent_log_likelihood", alone));
    }

    private double[] grained(Frame frame) {
        Dice dice = common.dice(Chance.Use.HELD_OUT_GRAIN, frame.index());
        dice.row(0);
        return pupil.values(frame, dice);
    }

    private double grains() {
        return grain > 0 && pupil.network().shape().visible().isReal() ? mean.length * Elementary.log(grain) : 0;
    }

    /** What it sees, makes of what it sees and dreams, as images of so many rows. */
    List<Picture> pictures(int rows) {
        List<Picture> pictures = new ArrayList<>();
        pictures.add(Tiles.of(prefix + "features", features(), rows, FEATURES_ACROSS));
        pictures.add(Tiles.of(prefix + "dreams", dreams(), rows, DREAMS_ACROSS));
        if (!records.isEmpty()) {
            List<Frame> shown = records.subList(0, Math.min(SHOWN, records.size()));
            List<double[]> truths = shown.stream().map(this::truth).toList();
            List<double[]> rebuilt = new ArrayList<>(truths);
            truths.forEach(truth -> rebuilt.add(reconstructed(truth)));
            pictures.add(Tiles.of(prefix + "reconstructed", rebuilt, rows, shown.size()));
            List<double[]> completed = new ArrayList<>(truths);
            truths.forEach(truth -> completed.add(upperHalf(truth)));
            shown.forEach(frame -> completed.add(inpainted(frame)));
            pictures.add(Tiles.of(prefix + "inpainted", completed, rows, shown.size()));
        }
        return pictures;
    }

    private static double[] upperHalf(double[] image) {
        double[] half = image.clone();
        Arrays.fill(half, image.length / 2, image.length, 0);
        return half;
    }

    /** For each hidden site how it moves the visible ones: its bonds times what each of those varies by itself, to scale. */
    private List<double[]> features() {
        TwoLayers network = pupil.network();
        int hidden = network.shape().hiddenSites();
        double[] moments = new double[TwoLayers.OWN * mean.length];
        network.between(pupil.contrast().alone(), 0).expectVisible(new double[hidden], moments);
        List<double[]> features = new ArrayList<>();
        for (int other = 0; other < hidden; other++) {
            double[] feature = new double[mean.length];
            double largest = Double.MIN_NORMAL;
            for (int site = 0; site < mean.length; site++) {
                double first = moments[TwoLayers.OWN * site];
                double variance = moments[TwoLayers.OWN * site + 1] - first * first;
                feature[site] = network.coupling(site * hidden + other) * variance;
                largest = Math.max(largest, Math.abs(feature[site]));
            }
            double scale = 1 / largest;
            Arrays.setAll(feature, site -> scale * feature[site]);
            features.add(feature);
        }
        return features;
    }

    private List<double[]> dreams() {
        List<double[]> dreams = new ArrayList<>();
        double[] moments = new double[TwoLayers.OWN * mean.length];
        for (double[] chi : pupil.contrast().chains().hidden()) {
            if (dreams.size() < DREAMS) {
                pupil.network().expectVisible(chi, moments);
                double[] dream = new double[mean.length];
                Arrays.setAll(dream, site -> moments[TwoLayers.OWN * site]);
                dreams.add(dream);
            }
        }
        return dreams;
    }
}
