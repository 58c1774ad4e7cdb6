package io.isinglass.actors.run;

import io.isinglass.streams.learn.Plot;
import io.isinglass.streams.learn.Plot.Curve;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Plots as SVG: lines with marks where there are few points, error bars of one standard deviation, and a legend. */
public final class Svg {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 420;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 44;
    private static final int BOTTOM = 56;
    private static final int TICKS = 6;
    private static final int FEW = 40;
    private static final List<String> COLOURS =
            List.of("#1565c0", "#c62828", "#2e7d32", "#6a1b9a", "#ef6c00", "#00838f", "#455a64", "#ad1457");

    private final Axis across;
    private final Axis up;
    private final Formatter out = new Formatter(Locale.ROOT);

    private Svg(Plot plot) {
        this.across = Axis.of(values(plot, Curve::x), LEFT, WIDTH - RIGHT);
        this.up = Axis.of(
                DoubleStream.concat(values(plot, curve -> reach(curve, 1)), values(plot, curve -> reach(curve, -1))),
                HEIGHT - BOTTOM,
                TOP);
    }

    /** The numbers from {@code low} to {@code high}, laid out from {@code from} to {@code to}. */
    private record Axis(double low, double high, int from, int to) {

        static Axis of(DoubleStream values, int from, int to) {
            double[] finite = values.filter(Double::isFinite).toArray();
            double low = DoubleStream.of(finite).min().orElse(0);
            double high = DoubleStream.of(finite).max().orElse(1);
            double margin = high > low ? 0.04 * (high - low) : Math.max(1e-3, 0.1 * Math.abs(high));
            return new Axis(low - margin, high + margin, from, to);
        }

        double at(double value) {
            return from + (to - from) * (value - low) / (high - low);
        }

        /** Round numbers, one, two or five times a power of ten apart. */
        List<Double> ticks() {
            double rough = (high - low) / TICKS;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double step = power * (rough / power > 5 ? 10 : rough / power > 2 ? 5 : rough / power > 1 ? 2 : 1);
            List<Double> ticks = new ArrayList<>();
            for (long tick = (long) Math.ceil(low / step); tick * step <= high; tick++) {
                ticks.add(tick * step);
            }
            return ticks;
        }
    }

    /** The plot as a document. */
    public static byte[] of(Plot plot) {
        return new Svg(plot).draw(plot).getBytes(StandardCharsets.UTF_8);
    }

    private static DoubleStream values(Plot plot, Function<Curve, double[]> of) {
        return plot.curves().stream().flatMapToDouble(curve -> DoubleStream.of(of.apply(curve)));
    }

    /** Where its error bars end, upwards or downwards. */
    private static double[] reach(Curve curve, int sign) {
        double[] ends = curve.y().clone();
        for (int point = 0; point < curve.errors().length; point++) {
            ends[point] += sign * (Double.isFinite(curve.errors()[point]) ? curve.errors()[point] : 0);
        }
        return ends;
    }

    private String draw(Plot plot) {
        out.format(
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d' "
                        + "font-family='sans-serif' font-size='12'>%n",
                WIDTH, HEIGHT, WIDTH, HEIGHT);
        out.format("<rect width='100%%' height='100%%' fill='white'/>%n");
        text(LEFT, 24, "start", plot.title());
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", plot.across());
        out.format(
                "<text transform='translate(18 %d) rotate(-90)' text-anchor='middle'>%s</text>%n",
                (TOP + HEIGHT - BOTTOM) / 2, escaped(plot.up()));
        grid();
        for (int k = 0; k < plot.curves().size(); k++) {
            curve(plot.curves().get(k), COLOURS.get(k % COLOURS.size()));
        }
        for (int k = 0; plot.curves().size() > 1 && k < plot.curves().size(); k++) {
            legend(k, plot.curves().get(k).name());
        }
        out.format("</svg>%n");
        return out.toString();
    }

    private void grid() {
        for (double tick : across.ticks()) {
            out.format("<path d='M%.1f %dV%d' stroke='#ddd'/>%n", across.at(tick), TOP, HEIGHT - BOTTOM);
            text(across.at(tick), HEIGHT - BOTTOM + 18, "middle", number(tick));
        }
        for (double tick : up.ticks()) {
            out.format("<path d='M%d %.1fH%d' stroke='#ddd'/>%n", LEFT, up.at(tick), WIDTH - RIGHT);
            text(LEFT - 6, up.at(tick) + 4, "end", number(tick));
        }
    }

    private void curve(Curve curve, String colour) {
        StringBuilder path = new StringBuilder();
        for (int point = 0; point < curve.x().length; point++) {
            double x = across.at(curve.x()[point]);
            double y = up.at(curve.y()[point]);
            if (!Double.isFinite(y)) {
                continue;
            }
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y));
            if (curve.errors().length > 0 && Double.isFinite(curve.errors()[point])) {
                double above = up.at(curve.y()[point] + curve.errors()[point]);
                double below = up.at(curve.y()[point] - curve.errors()[point]);
                out.format(
                        "<path d='M%.1f %.2fV%.2fm-4 0h8M%.1f %.2fh8' stroke='%s'/>%n",
                        x, below, above, x - 4, below, colour);
            }
            if (curve.x().length <= FEW) {
                out.format("<circle cx='%.1f' cy='%.1f' r='2.5' fill='%s'/>%n", x, y, colour);
            }
        }
        if (!path.isEmpty()) {
            out.format("<path d='%s' fill='none' stroke='%s' stroke-width='1.5'/>%n", path, colour);
        }
    }

    private void legend(int k, String name) {
        int y = TOP + 16 + 16 * k;
        out.format(
                "<path d='M%d %dh18' stroke='%s' stroke-width='3'/>%n",
                WIDTH - RIGHT - 26, y - 4, COLOURS.get(k % COLOURS.size()));
        text(WIDTH - RIGHT - 32, y, "end", name);
    }

    private void text(double x, double y, String anchor, String text) {
        out.format("<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>%n", x, y, anchor, escaped(text));
    }

    /** As few digits as tell it from its neighbours. */
    private static String number(double tick) {
        return Float.toString((float) tick).replaceAll("\\.0$", "");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
