package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Refused;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture as grey values from 0, black, to 1, white, row by row.
 *
 * <p>Reads PNG, grey or colour, with any depth, transparent on white; and PBM, plain (P1) or raw (P4).
 */
record Image(int rows, int columns, double[] grey) {

    /** The largest number of rows or columns. */
    static final int LONGEST = 8192;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    static Image read(String name, byte[] bytes) {
        boolean pbm = bytes.length > 2 && bytes[0] == 'P' && (bytes[1] == '1' || bytes[1] == '4');
        try {
            return pbm ? new Pbm(name, bytes).image() : png(name, bytes);
        } catch (IndexOutOfBoundsException _) {
            throw new Refused("options.path", name + " cannot be read as an image: it is cut short");
        } catch (IOException | IllegalArgumentException e) {
            if (e instanceof Refused refused) {
                throw refused;
            }
            throw new Refused("options.path", name + " cannot be read as an image: " + e.getMessage());
        }
    }

    /** Refuses a size before anything of that size is made. */
    static void checkSize(String name, long rows, long columns) {
        if (rows < 2 || columns < 2 || rows > LONGEST || columns > LONGEST) {
            throw new Refused(
                    "options.path",
                    "%s is %d x %d pixels (width x height); each side must be 2..%d"
                            .formatted(name, columns, rows, LONGEST));
        }
    }

    private static Image png(String name, byte[] bytes) throws IOException {
        if (bytes.length < SIGNATURE.length || !Arrays.equals(SIGNATURE, Arrays.copyOf(bytes, SIGNATURE.length))) {
            throw new Refused("options.path", name + " is neither PNG nor PBM");
        }
        ImageIO.setUseCache(false);
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in);
            checkSize(name, reader.getHeight(0), reader.getWidth(0));
            return grey(reader.read(0));
        } finally {
            reader.dispose();
        }
    }

    private static Image grey(BufferedImage image) {
        int rows = image.getHeight();
        int columns = image.getWidth();
        double[] grey = new double[rows * columns];
        Raster raster = image.getRaster();
        boolean plain = raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                grey[y * columns + x] = plain ? sample(raster, x, y) : luminance(image.getRGB(x, y));
            }
        }
        return new Image(rows, columns, grey);
    }

    /** The grey of a pixel as it is stored; Java would take it for a linear intensity. */
    private static double sample(Raster raster, int x, int y) {
        double white = (1L << raster.getSampleModel().getSampleSize(0)) - 1;
        double alpha = raster.getNumBands() == 1 ? 1 : raster.getSample(x, y, 1) / white;
        return onWhite(raster.getSample(x, y, 0) / white, alpha);
    }

    /** Rec. 601 luma of a colour laid on white. */
    private static double luminance(int argb) {
        double luma = (0.299 * (argb >> 16 & 255) + 0.587 * (argb >> 8 & 255) + 0.114 * (argb & 255)) / 255;
        return onWhite(luma, (argb >>> 24) / 255.0);
    }

    private static double onWhite(double grey, double alpha) {
        return alpha * grey + (1 - alpha);
    }

    /** A reader of portable bitmaps. */
    private static final class Pbm {

        private final String name;
        private final byte[] bytes;
        private int at = 2;

        Pbm(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        Image image() {
            int columns = number();
            int rows = number();
            checkSize(name, rows, columns);
            double[] grey = new double[rows * columns];
            if (bytes[1] == '4') {
                raw(columns, grey);
            } else {
                plain(grey);
            }
            return new Image(rows, columns, grey);
        }

        private void raw(int columns, double[] grey) {
            int stride = (columns + 7) / 8;
            at++;
            for (int k = 0; k < grey.length; k++) {
                int x = k % columns;
                grey[k] = (bytes[at + k / columns * stride + x / 8] >> 7 - x % 8 & 1) == 0 ? 1 : 0;
            }
        }

        private void plain(double[] grey) {
            for (int k = 0; k < grey.length; k++) {
                skip();
                if (bytes[at] != '0' && bytes[at] != '1') {
                    throw new IllegalArgumentException("a pixel is neither 0 nor 1");
                }
                grey[k] = bytes[at++] == '0' ? 1 : 0;
            }
        }

        private int number() {
            skip();
            int from = at;
            while (Character.isDigit(bytes[at])) {
                at++;
            }
            return Integer.parseInt(new String(bytes, from, at - from, StandardCharsets.US_ASCII));
        }

        /** Passes over white space and comments. */
        private void skip() {
            while (Character.isWhitespace(bytes[at]) || bytes[at] == '#') {
                if (bytes[at] == '#') {
                    while (bytes[at] != '\n') {
                        at++;
                    }
                }
                at++;
            }
        }
    }
}
