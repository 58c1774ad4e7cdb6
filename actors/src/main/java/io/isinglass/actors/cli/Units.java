package io.isinglass.actors.cli;

import io.isinglass.actors.plan.Estimate;
import java.util.Locale;

/** Numbers with units that people can take in. */
final class Units {

    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final String[] DECIMAL = {"", " thousand", " million", " billion", " trillion", "e15", "e18"};

    private Units() {}

    /** The same of a number that is exact. */
    static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    /** Such as 1.5 GiB. */
    static String bytes(double bytes) {
        int unit = 0;
        for (; bytes >= 1024 && unit < BINARY.length - 1; unit++) {
            bytes /= 1024;
        }
        return digits(bytes) + " " + BINARY[unit];
    }

    /** Such as 2.1 billion. */
    static String count(double count) {
        int unit = 0;
        for (; count >= 1e4 && unit < DECIMAL.length - 1; unit++) {
            count /= 1000;
        }
        return digits(count) + DECIMAL[unit];
    }

    /** Such as 40 s, 2.5 h. */
    static String seconds(double seconds) {
        if (seconds < 1e-3) {
            return digits(seconds * 1e6) + " us";
        }
        if (seconds < 1) {
            return digits(seconds * 1e3) + " ms";
        }
        if (seconds < 300) {
            return digits(seconds) + " s";
        }
        return seconds < 7200
                ? digits(seconds / 60) + " min"
                : seconds < 172_800 ? digits(seconds / 3600) + " h" : digits(seconds / 86_400) + " days";
    }

    static String percent(double share) {
        if (share > 0 && share < 1e-4) {
            return "under 0.01 %";
        }
        return String.format(Locale.ROOT, share > 0 && share < 0.1 ? "%.2g %%" : "%.0f %%", 100 * share);
    }

    /** A way to write a number. */
    @FunctionalInterface
    interface Form {
        String of(double value);
    }

    /** The number, and from where to where it may be. */
    static String estimate(Estimate number, Form form) {
        String value = form.of(number.value());
        String low = form.of(number.low());
        String high = form.of(number.high());
        return low.equals(high) ? value : value + "  (" + low + " to " + high + ")";
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        return size == 0 || size >= 1000
                ? String.format(Locale.ROOT, "%.0f", value)
                : size < 0.001 || size < 1 ? String.format(Locale.ROOT, "%.2g", value) : three(value, size);
    }

    private static String three(double value, double size) {
        return String.format(Locale.ROOT, size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f", value);
    }
}
