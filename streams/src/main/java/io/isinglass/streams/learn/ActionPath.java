package io.isinglass.streams.learn;

import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The couplings of a theory from epoch to epoch, as corners of a path: those before and after each step. */
final class ActionPath implements Memory {

    /** When there are more corners every second is forgotten. */
    private static final int MOST = 1024;

    private final int couplings;
    private final List<double[]> corners = new ArrayList<>();

    ActionPath(int couplings) {
        this.couplings = couplings;
    }

    /** Adds where the path is in an epoch. */
    void add(long epoch, double[] at) {
        double[] corner = new double[couplings + 1];
        corner[0] = epoch;
        System.arraycopy(at, 0, corner, 1, couplings);
        corners.add(corner);
        for (int index = 1; corners.size() >= MOST && index < corners.size(); index++) {
            corners.remove(index);
        }
    }

    /** The path up to where it is now. */
    List<Plot.Curve> curves(List<String> names, long epoch, double[] at) {
        List<Plot.Curve> curves = new ArrayList<>();
        for (int k = 0; k < couplings; k++) {
            double[] x = new double[corners.size() + 1];
            double[] y = new double[corners.size() + 1];
            for (int index = 0; index < corners.size(); index++) {
                x[index] = corners.get(index)[0];
                y[index] = corners.get(index)[k + 1];
            }
            x[corners.size()] = epoch;
            y[corners.size()] = at[k];
            curves.add(new Plot.Curve(names.get(k), x, y));
        }
        return curves;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        out.writeInt(corners.size());
        for (double[] corner : corners) {
            Numerals.write(out, corner, couplings + 1);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        corners.clear();
        for (int left = Numerals.count(in, MOST, "corners"); left > 0; left--) {
            double[] corner = new double[couplings + 1];
            Numerals.read(in, corner, couplings + 1);
            corners.add(corner);
        }
    }

    private Mark mark() {
        return new Mark("a path of " + couplings + " couplings");
    }
}
