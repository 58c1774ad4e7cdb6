package io.isinglass.streams.source;

import static io.isinglass.streams.source.Pictures.ascii;
import static io.isinglass.streams.source.Pictures.bytes;
import static io.isinglass.streams.source.Pictures.encoded;
import static io.isinglass.streams.source.Pictures.header;
import static io.isinglass.streams.source.Pictures.png;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {

    private static final double EXACT = 1e-12;

    @Test
    void greyIsReadAsItIs() {
        Image image = read(png(3, 8, 0, bytes(0, 100, 255), bytes(1, 127, 128)));

        assertEquals(2, image.rows());
        assertEquals(3, image.columns());
        assertArrayEquals(of(255, 0, 100, 255, 1, 127, 128), image.grey(), EXACT);
    }

    @Test
    void greyOf16BitsIsReadToItsLastBit() {
        byte[] file = png(2, 16, 0, bytes(0x80, 0x01, 0xFF, 0xFF), bytes(0, 0, 0x7F, 0xFF));

        assertArrayEquals(of(65535, 0x8001, 0xFFFF, 0, 0x7FFF), read(file).grey(), EXACT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void greyOfFewBitsIsSpreadFromBlackToWhite(int depth) {
        int most = (1 << depth) - 1;
        int shift = 8 - depth;
        byte[] file = png(2, depth, 0, bytes(most << shift), bytes(most << shift - depth), bytes(1 << shift));

        assertArrayEquals(of(most, most, 0, 0, most, 1, 0), read(file).grey(), 1e-3);
    }

    @Test
    void coloursAreReadByTheirLuma() {
        byte[] file = png(2, 8, 2, bytes(255, 0, 0, 0, 255, 0), bytes(0, 0, 255, 30, 30, 30));

        assertArrayEquals(
                new double[] {0.299, 0.587, 0.114, 30 / 255.0}, read(file).grey(), EXACT);
    }

    @Test
    void coloursOf16BitsAreReadByTheirLuma() {
        byte[] file = png(2, 16, 2, bytes(255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0), new byte[12]);

        assertArrayEquals(new double[] {0.299, 0.587, 0, 0}, read(file).grey(), 1e-3);
    }

    @Test
    void transparentColoursLieOnWhite() {
        byte[] file = png(2, 8, 6, bytes(0, 0, 0, 0, 0, 0, 0, 255), bytes(0, 0, 0, 51, 255, 255, 255, 51));

        assertArrayEquals(new double[] {1, 0, 0.8, 1}, read(file).grey(), EXACT);
    }

    @Test
    void transparentGreyLiesOnWhite() {
        byte[] file = png(2, 8, 4, bytes(100, 255, 100, 0), bytes(0, 51, 200, 255));

        assertArrayEquals(
                new double[] {100 / 255.0, 1, 0.8, 200 / 255.0}, read(file).grey(), 0.003);
    }

    @Test
    void aPaletteIsReadByItsColours() {
        IndexColorModel colours =
                new IndexColorModel(8, 3, bytes(255, 0, 40), bytes(0, 0, 40), bytes(0, 255, 40), bytes(255, 255, 0));
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_INDEXED, colours);
        image.getRaster().setPixels(0, 0, 2, 2, new int[] {0, 1, 2, 0});

        assertArrayEquals(
                new double[] {0.299, 0.114, 1, 0.299},
                read(encoded(image, "png")).grey(),
                EXACT);
    }

    @Test
    void anUprightPictureIsNotTurned() {
        BufferedImage image = new BufferedImage(5, 2, BufferedImage.TYPE_BYTE_BINARY);
        image.setRGB(4, 1, 0xFFFFFF);

        Image seen = read(encoded(image, "png"));
        assertEquals(2, seen.rows());
        assertArrayEquals(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, seen.grey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P1\n3 2\n0 1 0\n1 1 0\n",
                "P1 3 2 010110",
                "P1\n# a comment with 1 and 0\n3 # another\n2\n010\n# between rows\n11 0",
                "P1\r\n3\t2\r\n01\n0110\nand what comes after"
            })
    void aPlainBitmapIsReadWhateverItsSpacing(String text) {
        assertArrayEquals(new double[] {1, 0, 1, 0, 0, 1}, read(ascii(text)).grey());
    }

    @Test
    void aRawBitmapBeginsEveryRowWithANewByte() {
        Image image = read(ascii("P4\n# ten wide\n10 2\n", 0b10000000, 0b01111111, 0b00000001, 0b10000000));

        assertEquals(2, image.rows());
        assertEquals(10, image.columns());
        double[] truth = new double[20];
        Arrays.fill(truth, 1);
        truth[0] = 0;
        truth[9] = 0;
        truth[17] = 0;
        truth[18] = 0;
        assertArrayEquals(truth, image.grey());
    }

    static Stream<Arguments> unreadable() {
        byte[] whole = png(2, 8, 0, bytes(0, 1), bytes(2, 3));
        BufferedImage small = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        return Stream.of(
                Arguments.of("an empty file", new byte[0]),
                Arguments.of("one byte", bytes('P')),
                Arguments.of("zeros", new byte[64]),
                Arguments.of("a text", ascii("Lattice field models run and learn")),
                Arguments.of("a signature alone", Arrays.copyOf(whole, 8)),
                Arguments.of("half a header", Arrays.copyOf(whole, 20)),
                Arguments.of("a header alone", header(4, 4, 8, 0)),
                Arguments.of("half the pixels", Arrays.copyOf(whole, whole.length - 20)),
                Arguments.of("a PNG of no type", png(2, 8, 5, bytes(0, 1), bytes(2, 3))),
                Arguments.of("a GIF", encoded(small, "gif")),
                Arguments.of("a JPEG", encoded(small, "jpg")),
                Arguments.of("a BMP", encoded(small, "bmp")),
                Arguments.of("a colour map", ascii("P3\n2 1\n1\n0 1 1 0 1 0\n")),
                Arguments.of("a grey map without white", ascii("P2\n2 2\n0\n0 0 0 0")),
                Arguments.of("a grey map of too many bits", ascii("P2\n2 2\n65536\n0 0 0 0")),
                Arguments.of("a grey map with a pixel beyond white", ascii("P2\n2 2\n9\n0 1 10 0")),
                Arguments.of("a plain grey map cut short", ascii("P2\n2 2\n9\n0 1 2")),
                Arguments.of("a raw grey map cut short", ascii("P5\n2 2\n999\n", 1, 2, 3, 4, 5, 6, 7)),
                Arguments.of("a bitmap without a size", ascii("P1\n")),
                Arguments.of("a bitmap of words", ascii("P1\ntwo two\n0 1 1 0")),
                Arguments.of("a bitmap of negative size", ascii("P1\n-2 2\n0 1 1 0")),
                Arguments.of("a bitmap of other digits", ascii("P1\n2 2\n0 1 2 0")),
                Arguments.of("a plain bitmap cut short", ascii("P1\n2 2\n0 1 1")),
                Arguments.of("a comment that does not end", ascii("P1\n2 2\n0 1 # 1 0")),
                Arguments.of("a raw bitmap cut short", ascii("P4\n9 2\n", 1, 2, 3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void whatIsNoImageIsRefusedByItsName(String what, byte[] file) {
        Refused refused = assertThrows(Refused.class, () -> read(file), what);

        assertTrue(refused.getMessage().contains("pictures/horse.png"), refused.getMessage());
        assertFalse(refused.getMessage().contains("null"), refused.getMessage());
        assertEquals("options.path", refused.path());
    }

    static Stream<Arguments> ofOddSize() {
        return Stream.of(
                Arguments.of("100000 x 100000", header(100_000, 100_000, 8, 0)),
                Arguments.of("8193 x 2", header(8193, 2, 8, 0)),
                Arguments.of("2 x 8193", header(2, 8193, 8, 0)),
                Arguments.of("1 x 5", header(1, 5, 8, 0)),
                Arguments.of("5 x 1", header(5, 1, 8, 0)),
                Arguments.of("100000 x 100000", ascii("P4 100000 100000\n")),
                Arguments.of("2 x 8193", ascii("P1 2 8193\n")),
                Arguments.of("0 x 7", ascii("P1 0 7\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofOddSize")
    void aSizeOutOfRangeIsRefusedByTheHeaderAlone(String size, byte[] file) {
        Refused refused = assertThrows(Refused.class, () -> read(file), size);

        assertTrue(refused.getMessage().contains("pictures/horse.png is " + size + " pixels"), refused.getMessage());
        assertTrue(refused.getMessage().contains("2..8192"), refused.getMessage());
    }

    private static Image read(byte[] file) {
        return Image.read("pictures/horse.png", file);
    }

    private static double[] of(double white, double... values) {
        return Arrays.stream(values).map(value -> value / white).toArray();
    }
}
