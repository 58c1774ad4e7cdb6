package io.isinglass.actors.run;

import io.isinglass.streams.learn.Web;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Webs as SVG: bonds as lines, thick where strong, blue where they pull together and orange where they push apart; sites red
 * at +1 and grey at −1, hollow where they were not seen.
 */
final class WebSvg {

    private static final int WIDTH = 900;
    private static final int TOP = 48;
    private static final int MARGIN = 44;
    private static final int FOOT = 26;
    private static final int TALLEST = 900;
    private static final double RADIUS = 6.5;
    private static final double LETTER = 8.5;
    private static final double LINE = 13;
    private static final double THICKEST = 5;
    private static final String TOGETHER = "#1565c0";
    private static final String APART = "#ef6c00";
    private static final int[] UP = {0xc6, 0x28, 0x28};
    private static final int[] DOWN = {0xb0, 0xbe, 0xc5};

    private final Web web;
    private final double left;
    private final double highest;
    private final double scale;
    private final int height;
    private final List<Box> taken = new ArrayList<>();
    private final Formatter out = new Formatter(Locale.ROOT);

    private WebSvg(Web web) {
        this.web = web;
        this.left = least(web.knots(), Web.Knot::x);
        this.highest = -least(web.knots(), knot -> -knot.y());
        double width = -least(web.knots(), knot -> -knot.x()) - left;
        double depth = highest - least(web.knots(), Web.Knot::y);
        double across = (WIDTH - 2 * MARGIN) / Math.max(width, 1e-9);
        double down = (TALLEST - TOP - FOOT - 2 * MARGIN) / Math.max(depth, 1e-9);
        this.scale = Math.min(across, down);
        this.height = (int) Math.ceil(TOP + FOOT + 2 * MARGIN + scale * depth);
    }

    private static double least(List<Web.Knot> knots, ToDoubleFunction<Web.Knot> of) {
        return knots.stream().mapToDouble(of).min().orElse(0);
    }

    /** The web as a document. */
    static byte[] of(Web web) {
        return new WebSvg(web).draw().getBytes(StandardCharsets.UTF_8);
    }

    private String draw() {
        out.format(
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d' "
                        + "font-family='sans-serif' font-size='12'>%n",
                WIDTH, height, WIDTH, height);
        out.format("<rect width='100%%' height='100%%' fill='white'/>%n");
        text(MARGIN, 24, "start", web.title());
        double strongest = web.strands().stream()
                .mapToDouble(strand -> Math.abs(strand.strength()))
                .max()
                .orElse(1);
        web.strands().forEach(strand -> strand(strand, Math.abs(strand.strength()) / strongest));
        web.knots().forEach(this::knot);
        web.knots().forEach(this::label);
        text(
                MARGIN,
                height - 12,
                "start",
                "blue: together, orange: apart; red: +1, grey: −1, hollow: not seen, its expectation");
        out.format("</svg>%n");
        return out.toString();
    }

    private void strand(Web.Strand strand, double part) {
        Web.Knot one = web.knots().get(strand.one());
        Web.Knot other = web.knots().get(strand.other());
        out.format(
                "<path d='M%.1f %.1fL%.1f %.1f' stroke='%s' stroke-width='%.2f' stroke-opacity='%.2f'>",
                x(one),
                y(one),
                x(other),
                y(other),
                strand.strength() > 0 ? TOGETHER : APART,
                0.6 + (THICKEST - 0.6) * part,
                0.2 + 0.6 * part);
        out.format(
                "<title>%s: %.4f ± %.4f</title></path>%n",
                Svg.escaped(one.name() + "–" + other.name()), strand.strength(), strand.error());
    }

    private void knot(Web.Knot knot) {
        String colour = colour(knot.value());
        out.format(
                "<circle cx='%.1f' cy='%.1f' r='%.1f' fill='%s' stroke='%s' stroke-width='2'/>%n",
                x(knot), y(knot), RADIUS, knot.seen() ? colour : "white", knot.seen() ? "white" : colour);
    }

    /** A box that a name takes, or a site. */
    private record Box(double left, double top, double right, double bottom) {

        double shared(Box other) {
            double width = Math.min(right, other.right) - Math.max(left, other.left);
            double depth = Math.min(bottom, other.bottom) - Math.max(top, other.top);
            return Math.max(0, width) * Math.max(0, depth);
        }
    }

    /** The name of a site, on that side of it where it hides least. */
    private void label(Web.Knot knot) {
        double width = LETTER * knot.name().length();
        double far = RADIUS + 3;
        double x = x(knot);
        double y = y(knot);
        List<Box> places = List.of(
                new Box(x - width / 2, y - far - LINE, x + width / 2, y - far),
                new Box(x + far, y - LINE / 2, x + far + width, y + LINE / 2),
                new Box(x - width / 2, y + far, x + width / 2, y + far + LINE),
                new Box(x - far - width, y - LINE / 2, x - far, y + LINE / 2));
        Box best = Collections.min(places, Comparator.comparingDouble(this::hidden));
        taken.add(best);
        text(best.left(), best.bottom() - 2, "start", knot.name());
    }

    private double hidden(Box box) {
        double edge = Math.max(0, box.right() - WIDTH) + Math.max(0, -box.left());
        double hidden = LINE * edge;
        for (Box other : taken) {
            hidden += box.shared(other);
        }
        for (Web.Knot knot : web.knots()) {
            hidden += box.shared(new Box(x(knot) - RADIUS, y(knot) - RADIUS, x(knot) + RADIUS, y(knot) + RADIUS));
        }
        return hidden;
    }

    private double x(Web.Knot knot) {
        return MARGIN + scale * (knot.x() - left);
    }

    private double y(Web.Knot knot) {
        return TOP + MARGIN + scale * (highest - knot.y());
    }

    private static String colour(double value) {
        double part = Math.clamp((1 + value) / 2, 0, 1);
        int[] mixed = new int[UP.length];
        for (int k = 0; k < mixed.length; k++) {
            mixed[k] = (int) Math.round(DOWN[k] + part * (UP[k] - DOWN[k]));
        }
        return String.format(Locale.ROOT, "#%02x%02x%02x", mixed[0], mixed[1], mixed[2]);
    }

    private void text(double x, double y, String anchor, String text) {
        out.format(
                "<text x='%.1f' y='%.1f' text-anchor='%s' stroke='white' stroke-width='3'"
                        + " paint-order='stroke'>%s</text>%n",
                x, y, anchor, Svg.escaped(text));
    }
}
