package io.isinglass.engine.kernel;

import io.isinglass.engine.field.StripField;
import io.isinglass.engine.measure.PatchSum;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Phi4;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The sums of the terms of {@link Phi4} over a field of strips. */
final class VectorPhi4Sums {

    private static final VectorSpecies<Double> REALS = DoubleVector.SPECIES_PREFERRED;

    private final StripField field;
    private final double[] cells;
    private final double[] first;
    private final double[] second;
    private final PatchSum bonds = new PatchSum();
    private final PatchSum squares = new PatchSum();
    private final PatchSum fourths = new PatchSum();
    private final PatchSum values = new PatchSum();

    VectorPhi4Sums(StripField field) {
        this.field = field;
        this.cells = field.cells();
        this.first = field.scratch(0);
        this.second = field.scratch(1);
    }

    /** Adds the sums to a row of a series. */
    void drain(Series series, int row) {
        for (int z = 0; z < field.patch().depth(); z++) {
            for (int y = 0; y < field.patch().rows(); y++) {
                sites(field.strip(z, y, 0), field.count(z, y, 0));
                sites(field.strip(z, y, 1), field.count(z, y, 1));
                bonds(z, y);
            }
        }
        bonds.drain(series, row, Phi4.BOND);
        squares.drain(series, row, Phi4.SQUARE);
        fourths.drain(series, row, Phi4.FOURTH);
        values.drain(series, row, Phi4.LINEAR);
    }

    private void sites(int own, int count) {
        for (int at = 0; at < count; at += REALS.length()) {
            DoubleVector value = DoubleVector.fromArray(REALS, cells, own + at);
            DoubleVector square = value.mul(value);
            DoubleVector minus = square.neg();
            minus.intoArray(first, at);
            minus.mul(square).intoArray(second, at);
        }
        values.addAll(cells, own, count);
        squares.addAll(first, 0, count);
        fourths.addAll(second, 0, count);
    }

    /** The bonds of the sites of colour 1, which are all. */
    private void bonds(int z, int y) {
        int own = field.strip(z, y, 1);
        int count = field.count(z, y, 1);
        VectorHeatBath.pulls(cells, field.around(z, y, 1), first, count, 1, 0);
        for (int at = 0; at < count; at += REALS.length()) {
            DoubleVector pull = DoubleVector.fromArray(REALS, first, at);
            DoubleVector.fromArray(REALS, cells, own + at).mul(pull).intoArray(first, at);
        }
        bonds.addAll(first, 0, count);
    }
}
