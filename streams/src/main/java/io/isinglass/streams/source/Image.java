package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Refused;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture as grey values from 0, black, to 1, white, row by row.
 *
 * <p>Reads PNG, grey or colour, with any depth, transparent on white; and PBM and PGM, plain (P1, P2) or raw (P4, P5).
 *
 * @param clear the pixels of which nothing is there, for they are wholly transparent
 */
record Image(int rows, int columns, double[] grey, BitSet clear) {

    /** The largest number of rows or columns. */
    static final int LONGEST = 8192;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /** What refuses a size before anything of that size is made. */
    @FunctionalInterface
    interface Mount {
        void check(String name, long rows, long columns);
    }

    static Image read(String name, byte[] bytes) {
        return read(name, bytes, (_, _, _) -> {});
    }

    /** The same of a size that {@code mount} does not refuse either. */
    static Image read(String name, byte[] bytes, Mount mount) {
        Mount both = (of, rows, columns) -> {
            checkSize(of, rows, columns);
            mount.check(of, rows, columns);
        };
        boolean portable = bytes.length > 2 && bytes[0] == 'P' && "1245".indexOf(bytes[1]) >= 0;
        try {
            return portable ? new Portable(name, bytes).image(both) : png(name, bytes, both);
        } catch (IndexOutOfBoundsException _) {
            throw new Refused("options.path", name + " cannot be read as an image: it is cut short");
        } catch (IOException | IllegalArgumentException e) {
            if (e instanceof Refused refused) {
                throw refused;
            }
            throw new Refused("options.path", name + " cannot be read as an image: " + e.getMessage());
        }
    }

    private static void checkSize(String name, long rows, long columns) {
        if (rows < 2 || columns < 2 || rows > LONGEST || columns > LONGEST) {
            throw new Refused(
                    "options.path",
                    "%s is %d x %d pixels (width x height); each side must be 2..%d"
                            .formatted(name, columns, rows, LONGEST));
        }
    }

    private static Image png(String name, byte[] bytes, Mount mount) throws IOException {
        if (bytes.length < SIGNATURE.length || !Arrays.equals(SIGNATURE, Arrays.copyOf(bytes, SIGNATURE.length))) {
            throw new Refused("options.path", name + " is neither PNG, PGM nor PBM");
        }
        ImageIO.setUseCache(false);
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in);
            mount.check(name, reader.getHeight(0), reader.getWidth(0));
            return grey(reader.read(0));
        } finally {
            reader.dispose();
        }
    }

    private static Image grey(BufferedImage image) {
        int rows = image.getHeight();
        int columns = image.getWidth();
        double[] grey = new double[rows * columns];
        BitSet clear = new BitSet();
        Raster raster = image.getRaster();
        boolean plain = raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int argb = plain ? 0 : image.getRGB(x, y);
                double alpha = plain ? alpha(raster, x, y) : (argb >>> 24) / 255.0;
                double value = plain ? raster.getSample(x, y, 0) / white(raster) : luminance(argb);
                grey[y * columns + x] = onWhite(value, alpha);
                clear.set(y * columns + x, alpha == 0);
            }
        }
        return new Image(rows, columns, grey, clear);
    }

    private static double white(Raster raster) {
        return (1L << raster.getSampleModel().getSampleSize(0)) - 1;
    }

    /** How opaque a grey pixel is. The grey itself is taken as it is stored; Java would take it for a linear intensity. */
    private static double alpha(Raster raster, int x, int y) {
        return raster.getNumBands() == 1 ? 1 : raster.getSample(x, y, 1) / white(raster);
    }

    /** Rec. 601 luma of a colour. */
    private static double luminance(int argb) {
        return (0.299 * (argb >> 16 & 255) + 0.587 * (argb >> 8 & 255) + 0.114 * (argb & 255)) / 255;
    }

    private static double onWhite(double grey, double alpha) {
        return alpha * grey + (1 - alpha);
    }

    /** A reader of portable bitmaps and greymaps. */
    private static final class Portable {

        private static final int WHITEST = 65_535;

        private final String name;
        private final byte[] bytes;
        private int at = 2;

        Portable(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        Image image(Mount mount) {
            int columns = number();
            int rows = number();
            mount.check(name, rows, columns);
            double[] grey = new double[rows * columns];
            switch (bytes[1]) {
                case '1' -> bits(grey);
                case '4' -> rawBits(columns, grey);
                case '2' -> greys(grey, white(), false);
                default -> greys(grey, white(), true);
            }
            return new Image(rows, columns, grey, new BitSet());
        }

        private int white() {
            int white = number();
            if (white < 1 || white > WHITEST) {
                throw new IllegalArgumentException("white must be 1..%d, is %d".formatted(WHITEST, white));
            }
            return white;
        }

        private void rawBits(int columns, double[] grey) {
            int stride = (columns + 7) / 8;
            at++;
            for (int k = 0; k < grey.length; k++) {
                int x = k % columns;
                grey[k] = (bytes[at + k / columns * stride + x / 8] >> 7 - x % 8 & 1) == 0 ? 1 : 0;
            }
        }

        private void bits(double[] grey) {
            for (int k = 0; k < grey.length; k++) {
                skip();
                if (bytes[at] != '0' && bytes[at] != '1') {
                    throw new IllegalArgumentException("a pixel is neither 0 nor 1");
                }
                grey[k] = bytes[at++] == '0' ? 1 : 0;
            }
        }

        private void greys(double[] grey, int white, boolean raw) {
            at += raw ? 1 : 0;
            for (int k = 0; k < grey.length; k++) {
                int value = raw ? sample(white > 255) : number();
                if (value > white) {
                    throw new IllegalArgumentException("a pixel is %d, white is %d".formatted(value, white));
                }
                grey[k] = (double) value / white;
            }
        }

        /** One byte, or two with the higher first. */
        private int sample(boolean wide) {
            int first = bytes[at++] & 255;
            return wide ? first << 8 | bytes[at++] & 255 : first;
        }

        private int number() {
            skip();
            int from = at;
            while (at < bytes.length && Character.isDigit(bytes[at])) {
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
