package io.isinglass.actors.run;

import io.isinglass.engine.field.Values;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Drawing;
import io.isinglass.streams.learn.Matrix;
import io.isinglass.streams.learn.Picture;
import io.isinglass.streams.learn.Plot;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.learn.Web;
import io.isinglass.streams.loop.Learned;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The latest picture and the latest drawing of each name that a run has shown. Names of drawings end in {@link #DRAWING}. */
public final class Gallery {

    /** What names of drawings end in. */
    public static final String DRAWING = ".svg";

    /**
     * A picture or a drawing, and the epoch it belongs to.
     *
     * @param drawing makes a PNG or an SVG of it
     */
    public record Shown(Supplier<byte[]> drawing, long epoch) {}

    /** Planes stand one below the other. */
    private final int rows;

    private final int columns;
    private final Values values;
    private final List<Chain> chains;
    private final ConcurrentHashMap<String, Shown> latest = new ConcurrentHashMap<>();

    Gallery(Experiment experiment) {
        this.rows = experiment.plan().cut().lattice().depth()
                * experiment.plan().cut().lattice().rows();
        this.columns = experiment.plan().cut().lattice().columns();
        this.values = experiment.plan().dynamics().model().values();
        this.chains = experiment.chains();
    }

    void show(Learned learned) {
        Sample sample = learned.sample();
        long epoch = sample.order().epoch();
        for (int index = 0; index < sample.fields().size(); index++) {
            Chain chain = chains.get(index);
            if (chain.told()) {
                float[] field = sample.fields().get(learned.lesson().bearer(index));
                hang(field(chain.name().isEmpty() ? "field" : chain.name(), field), epoch);
            }
        }
        learned.lesson().pictures().forEach(picture -> hang(picture, epoch));
        for (Drawing drawing : learned.lesson().drawings()) {
            latest.put(drawing.name() + DRAWING, new Shown(() -> svg(drawing), epoch));
        }
    }

    private static byte[] svg(Drawing drawing) {
        return switch (drawing) {
            case Matrix matrix -> MatrixSvg.of(matrix);
            case Plot plot -> Svg.of(plot);
            case Web web -> WebSvg.of(web);
        };
    }

    private void hang(Picture picture, long epoch) {
        latest.put(picture.name(), new Shown(() -> Png.of(picture), epoch));
    }

    private Picture field(String name, float[] field) {
        double reach = 1;
        if (values == Values.REAL) {
            for (float value : field) {
                reach = Math.max(reach, Math.abs(value));
            }
        }
        return new Picture(name, rows, columns, field, -reach, reach);
    }

    public Set<String> names() {
        return new TreeSet<>(latest.keySet());
    }

    public Optional<Shown> picture(String name) {
        return Optional.ofNullable(latest.get(name));
    }
}
