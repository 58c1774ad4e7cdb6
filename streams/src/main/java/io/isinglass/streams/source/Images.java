package io.isinglass.streams.source;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.learn.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stream of black and white images, each shown a number of times, every time with fresh noise: a pixel is flipped
 * with a given probability. White is +1, black −1.
 */
final class Images implements DataSource {

    private static final long MOST_BYTES = 64L << 20;

    /** How images become frames: grey from {@code threshold} on is white; {@code flip} is the chance of a pixel. */
    record Treatment(double threshold, double flip, long seed, long frames) {}

    private final List<String> names;
    private final Files files;
    private final Treatment treatment;
    private final Image first;

    /** Reads the first image at once, to know the size of the lattice, and the others when their turn comes. */
    Images(String path, Files files, Treatment treatment) {
        this.names = new ArrayList<>(files.list(path));
        this.files = files;
        this.treatment = treatment;
        if (names.isEmpty()) {
            throw new Refused("options.path", "no PNG, PGM or PBM image in " + path);
        }
        this.first = read(names.getFirst());
    }

    private Image read(String name) {
        return Image.read(name, files.read(name, MOST_BYTES));
    }

    @Override
    public int rows() {
        return first.rows();
    }

    @Override
    public int columns() {
        return first.columns();
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(names.size() * treatment.frames());
    }

    @Override
    public Source<Frame, NotUsed> frames(long from) {
        long size = size().getAsLong();
        if (from < 0 || from > size) {
            throw new IllegalArgumentException("frames from index " + from + " on, expected 0.." + size);
        }
        int image = (int) (from / treatment.frames());
        return Source.range(image, names.size() - 1)
                .flatMapConcat(index -> looks(index, index == image ? from % treatment.frames() : 0));
    }

    /** The frames of one image, from look {@code from} on. */
    private Source<Frame, NotUsed> looks(int index, long from) {
        Image image = index == 0 ? first : read(names.get(index));
        checkSame(names.get(index), image);
        double[] clean = spins(image);
        long base = index * treatment.frames();
        return Source.unfold(
                from,
                k -> k == treatment.frames()
                        ? Optional.empty()
                        : Optional.of(akka.japi.Pair.create(
                                k + 1, frame(names.get(index), clean, base + k, Math.toIntExact(k)))));
    }

    private void checkSame(String name, Image image) {
        if (image.rows() != rows() || image.columns() != columns()) {
            throw new Refused(
                    "options.path",
                    "%s is %d x %d pixels, the first image is %d x %d: all must have one size"
                            .formatted(name, image.columns(), image.rows(), columns(), rows()));
        }
    }

    private double[] spins(Image image) {
        double[] spins = new double[image.grey().length];
        for (int k = 0; k < spins.length; k++) {
            spins[k] = image.grey()[k] >= treatment.threshold() ? 1 : -1;
        }
        return spins;
    }

    private Frame frame(String name, double[] clean, long index, int look) {
        if (treatment.flip() == 0) {
            return new Frame(index, name, look, clean, Optional.empty());
        }
        double[] seen = clean.clone();
        Dice dice = new Noise(treatment.seed()).dice(0, index, Noise.DATA);
        for (int y = 0; y < rows(); y++) {
            dice.row(y);
            for (int x = 0; x < columns(); x++) {
                if (dice.uniform(x, 0) < treatment.flip()) {
                    seen[y * columns() + x] = -seen[y * columns() + x];
                }
            }
        }
        return new Frame(index, name, look, seen, Optional.of(clean));
    }
}
