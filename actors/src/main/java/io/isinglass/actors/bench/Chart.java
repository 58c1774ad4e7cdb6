package io.isinglass.actors.bench;

import java.util.List;
import java.util.Locale;

/** A {@link Curve} as a picture in SVG: both axes logarithmic, the left half by length, the right half by blocks. */
public final class Chart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 300;
    private static final int MARGIN = 56;
    private static final int FEW = 6;
    private static final int PANEL = (WIDTH - 3 * MARGIN) / 2;

    private Chart() {}

    public static String svg(Curve curve) {
        double low = Math.min(least(curve.lengths()), least(curve.blocks())) / 1.5;
        double high = Math.max(most(curve.lengths()), most(curve.blocks())) * 1.5;
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
            <rect width="100%%" height="100%%" fill="white"/>
            %s%s</svg>
            """.formatted(
                        WIDTH,
                        HEIGHT,
                        panel(curve.lengths(), MARGIN, "length of the lattice", low, high),
                        panel(curve.blocks(), 2 * MARGIN + PANEL, "blocks of a 4096 x 4096 lattice", low, high));
    }

    private static double least(List<Curve.Point> points) {
        return points.stream().mapToDouble(Curve.Point::picoseconds).min().orElseThrow();
    }

    private static double most(List<Curve.Point> points) {
        return points.stream().mapToDouble(Curve.Point::picoseconds).max().orElseThrow();
    }

    private static String panel(List<Curve.Point> points, int left, String title, double low, double high) {
        StringBuilder out = new StringBuilder();
        int bottom = HEIGHT - MARGIN;
        text(out, left + PANEL / 2.0, HEIGHT - 14, "middle", title);
        text(out, left, MARGIN - 30, "start", "picoseconds a site and sweep, one thread");
        for (double tick : new double[] {50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000}) {
            if (tick > low && tick < high) {
                double y = bottom - (bottom - MARGIN) * share(tick, low, high);
                out.append(String.format(Locale.ROOT, "<path d='M%d %.1fh%d' stroke='#ddd'/>%n", left, y, PANEL));
                text(out, left - 6, y + 4, "end", String.format(Locale.ROOT, "%.0f", tick));
            }
        }
        StringBuilder line = new StringBuilder();
        for (Curve.Point point : points) {
            double first = points.getFirst().at();
            double x = left + PANEL * share(point.at(), first, points.getLast().at());
            double y = bottom - (bottom - MARGIN) * share(point.picoseconds(), low, high);
            line.append(String.format(Locale.ROOT, "%s%.1f %.1f", line.isEmpty() ? "M" : "L", x, y));
            out.append(String.format(Locale.ROOT, "<circle cx='%.1f' cy='%.1f' r='3.5' fill='#1565c0'/>%n", x, y));
            if (points.size() <= FEW || points.indexOf(point) % 2 == 0) {
                text(out, x, bottom + 18, "middle", Integer.toString(point.at()));
            }
        }
        return out.append("<path d='")
                .append(line)
                .append("' fill='none' stroke='#1565c0' stroke-width='2'/>\n")
                .toString();
    }

    private static double share(double value, double low, double high) {
        return Math.log(value / low) / Math.log(high / low);
    }

    private static void text(StringBuilder out, double x, double y, String anchor, String text) {
        out.append(
                String.format(Locale.ROOT, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>%n", x, y, anchor, text));
    }
}
