package io.isinglass.actors.run;

import io.isinglass.streams.learn.Matrix;
import java.nio.charset.StandardCharsets;
import java.util.Formatter;
import java.util.Locale;

/**
 * Matrices as SVG: a cell for each pair of sites, blue where they pull together, red where they push apart and white where that is
 * not known, the names along both edges and a bar that says how strong a colour is.
 */
final class MatrixSvg {

    private static final int SIDE = 760;
    private static final int LARGEST = 36;
    private static final int TOP = 40;
    private static final int GAP = 8;
    private static final int BAR = 16;
    private static final int FOOT = 34;
    private static final double LETTER = 0.66;
    private static final double SMALLEST = 6;
    private static final double LARGEST_TEXT = 12;

    /** From apart to together: shades that differ in lightness too, and not in red against green (ColorBrewer, RdBu). */
    private static final int[][] SHADES = {
        {0x67, 0x00, 0x1f},
        {0xb2, 0x18, 0x2b},
        {0xf4, 0xa5, 0x82},
        {0xff, 0xff, 0xff},
        {0x92, 0xc5, 0xde},
        {0x21, 0x66, 0xac},
        {0x05, 0x30, 0x61}
    };

    private final Matrix matrix;
    private final double cell;
    private final double text;
    private final double edge;
    private final double reach;
    private final Formatter out = new Formatter(Locale.ROOT);

    private MatrixSvg(Matrix matrix) {
        this.matrix = matrix;
        int sites = Math.max(1, matrix.sites().size());
        this.cell = Math.min(LARGEST, (double) SIDE / sites);
        this.text = Math.min(LARGEST_TEXT, 0.8 * cell);
        int longest = matrix.sites().stream().mapToInt(String::length).max().orElse(0);
        this.edge = GAP + (isNamed() ? Math.min(SIDE / 3.0, LETTER * text * longest) + GAP : 0);
        this.reach = matrix.cells().stream()
                .mapToDouble(each -> Math.abs(each.strength()))
                .max()
                .orElse(1);
    }

    /** The matrix as a document. */
    static byte[] of(Matrix matrix) {
        return new MatrixSvg(matrix).draw().getBytes(StandardCharsets.UTF_8);
    }

    private boolean isNamed() {
        return text >= SMALLEST;
    }

    private double side() {
        return cell * matrix.sites().size();
    }

    private String draw() {
        double width = Math.max(edge + side() + GAP, 420);
        double height = TOP + edge + side() + BAR + 2 * GAP + FOOT;
        out.format(
                "<svg xmlns='http://www.w3.org/2000/svg' width='%.0f' height='%.0f' viewBox='0 0 %.0f %.0f' "
                        + "font-family='sans-serif' font-size='12'>%n",
                width, height, width, height);
        out.format("<rect width='100%%' height='100%%' fill='white'/>%n");
        out.format("<text x='%d' y='24'>%s</text>%n", GAP, Svg.escaped(matrix.title()));
        grid();
        for (Matrix.Cell each : matrix.cells()) {
            cell(each, each.one(), each.other());
            cell(each, each.other(), each.one());
        }
        for (int site = 0; isNamed() && site < matrix.sites().size(); site++) {
            name(site, Svg.escaped(matrix.sites().get(site)));
        }
        bar(TOP + edge + side() + 2 * GAP, width);
        out.format("</svg>%n");
        return out.toString();
    }

    /** A frame with a grey diagonal, on which there are no couplings. */
    private void grid() {
        for (int site = 0; site < matrix.sites().size(); site++) {
            square(site, site, "#bbbbbb");
            out.format("'/>%n");
        }
    }

    private void square(int row, int column, String colour) {
        out.format(
                "<rect x='%.2f' y='%.2f' width='%.2f' height='%.2f' fill='%s",
                edge + column * cell, TOP + edge + row * cell, cell, cell, colour);
    }

    private void cell(Matrix.Cell each, int row, int column) {
        square(row, column, colour(each.strength() / reach));
        out.format(
                "'><title>%s: %.4f ± %.4f</title></rect>%n",
                Svg.escaped(matrix.sites().get(row) + "–" + matrix.sites().get(column)), each.strength(), each.error());
    }

    private void name(int site, String name) {
        double middle = (site + 0.5) * cell + 0.35 * text;
        out.format(
                "<text x='%.1f' y='%.1f' text-anchor='end' font-size='%.1f'>%s</text>%n",
                edge - GAP / 2.0, TOP + edge + middle, text, name);
        out.format(
                "<text transform='translate(%.1f %.1f) rotate(-90)' font-size='%.1f'>%s</text>%n",
                edge + middle, TOP + edge - GAP / 2.0, text, name);
    }

    /** What the colours mean, from apart to together. */
    private void bar(double top, double width) {
        int steps = 120;
        double left = width / 2 - 150;
        for (int step = 0; step < steps; step++) {
            out.format(
                    "<rect x='%.2f' y='%.1f' width='%.2f' height='%d' fill='%s'/>%n",
                    left + 300.0 * step / steps, top, 300.0 / steps + 0.3, BAR, colour(2 * (step + 0.5) / steps - 1));
        }
        for (int tick = -2; tick <= 2; tick++) {
            double x = left + 150 + 75 * tick;
            out.format("<path d='M%.1f %.1fv4' stroke='black'/>%n", x, top + BAR);
            out.format(
                    "<text x='%.1f' y='%.1f' text-anchor='middle'>%.2g</text>%n", x, top + BAR + 18, tick * reach / 2);
        }
        out.format("<text x='%.1f' y='%.1f' text-anchor='end'>apart</text>%n", left - GAP, top + BAR - 4);
        out.format("<text x='%.1f' y='%.1f'>together</text>%n", left + 300 + GAP, top + BAR - 4);
    }

    /** The colour of a part of the strongest, −1..1. */
    private static String colour(double part) {
        double at = Math.clamp((1 + part) / 2, 0, 1) * (SHADES.length - 1);
        int below = Math.min(SHADES.length - 2, (int) at);
        int[] mixed = new int[3];
        for (int k = 0; k < mixed.length; k++) {
            mixed[k] = (int) Math.round(SHADES[below][k] + (at - below) * (SHADES[below + 1][k] - SHADES[below][k]));
        }
        return String.format(Locale.ROOT, "#%02x%02x%02x", mixed[0], mixed[1], mixed[2]);
    }
}
