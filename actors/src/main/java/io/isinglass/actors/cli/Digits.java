package io.isinglass.actors.cli;

import io.isinglass.streams.metric.Row;
import java.util.Locale;

/** Numbers as people read them: with their error in brackets, in units of the last digit. */
final class Digits {

    private Digits() {}

    /** Such as 0.6312(7); without brackets where the value is exact; with "(?)" where the error is not known. */
    static String of(Row row) {
        if (row.value() == null) {
            return "?";
        }
        if (row.stderr() == null) {
            return String.format(Locale.ROOT, "%.4g(?)", row.value());
        }
        return row.stderr() == 0 ? exact(row.value()) : withError(row.value(), row.stderr());
    }

    private static String exact(double value) {
        return Math.abs(value - Math.rint(value)) < 1e-12 && Math.abs(value) < 1e9
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.6g", value);
    }

    /** The error has two digits if it begins with 1, otherwise one. */
    private static String withError(double value, double error) {
        int exponent = (int) Math.floor(Math.log10(error));
        int digits = Math.round(error / Math.pow(10, exponent)) == 1 ? 1 : 0;
        int places = digits - exponent;
        if (places <= 0) {
            return String.format(Locale.ROOT, "%.0f(%.0f)", value, error);
        }
        long last = Math.round(error * Math.pow(10, places));
        return String.format(Locale.ROOT, "%." + places + "f(%d)", value, last);
    }
}
