package io.isinglass.streams.learn;

import java.util.Arrays;
import java.util.List;

/** Small images side by side in one picture. */
final class Tiles {

    private static final int ZOOM = 4;
    private static final int GAP = 2;

    private Tiles() {}

    /** Images of values −1..1, each of so many rows, {@code across} side by side. */
    static Picture of(String name, List<double[]> images, int rows, int across) {
        int sites = images.getFirst().length;
        int high = rows * ZOOM + GAP;
        int wide = sites / rows * ZOOM + GAP;
        int down = Math.ceilDiv(images.size(), across);
        int columns = across * wide + GAP;
        float[] values = new float[(down * high + GAP) * columns];
        Arrays.fill(values, -1);
        for (int image = 0; image < images.size(); image++) {
            int first = (image / across * high + GAP) * columns + image % across * wide + GAP;
            draw(images.get(image), sites / rows, values, first, columns);
        }
        return new Picture(name, down * high + GAP, columns, values, -1, 1);
    }

    private static void draw(double[] image, int width, float[] into, int first, int columns) {
        for (int site = 0; site < image.length; site++) {
            int corner = first + site / width * ZOOM * columns + site % width * ZOOM;
            for (int y = 0; y < ZOOM; y++) {
                Arrays.fill(into, corner + y * columns, corner + y * columns + ZOOM, (float) image[site]);
            }
        }
    }

    /** The rows of an image of so many sites, which is no higher than wide and as square as can be. */
    static int rows(int sites) {
        int rows = (int) Math.sqrt(sites);
        while (sites % rows != 0) {
            rows--;
        }
        return rows;
    }
}
