package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.streams.learn.Matrix;
import io.isinglass.streams.learn.Plot;
import io.isinglass.streams.learn.Plot.Curve;
import io.isinglass.streams.learn.Web;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

class SvgTest {

    private static Document read(Plot plot) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(Svg.of(plot)));
    }

    private static int count(Document document, String element) {
        return document.getElementsByTagName(element).getLength();
    }

    /** Where the comma stands is not left to the machine. */
    @Test
    void aPlotIsADocumentInAnyCountry() throws Exception {
        Curve one =
                new Curve("a < b & c", new double[] {0, 1.5, 2}, new double[] {-1, 0.25, 3}, new double[] {1, 0, 2});
        Curve other = new Curve("bare", new double[] {0, 2}, new double[] {1, 2});
        Plot plot = new Plot("p", "title", "x", "y", List.of(one, other));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            Document document = read(plot);

            assertEquals("svg", document.getDocumentElement().getTagName());
            assertEquals(5, count(document, "circle"), "a mark for each point");
            assertEquals("title", document.getElementsByTagName("text").item(0).getTextContent());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aWebHasItsSitesWhereTheyAreAndItsBondsBetweenThem() throws Exception {
        Web web = new Web(
                "map",
                "title",
                List.of(new Web.Knot("west & north", -3, 2, 1, true), new Web.Knot("east", 4, 1, -1, false)),
                List.of(new Web.Strand(0, 1, -0.25, 0.03)));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(WebSvg.of(web)));

        var sites = document.getElementsByTagName("circle");
        assertEquals(2, sites.getLength());
        assertEquals("#c62828", attribute(sites.item(0), "fill"), "seen, and up");
        assertEquals("white", attribute(sites.item(1), "fill"), "not seen");
        assertTrue(number(sites.item(0), "cx") < number(sites.item(1), "cx"), "west is left");
        assertTrue(number(sites.item(0), "cy") < number(sites.item(1), "cy"), "north is up");
        assertEquals(
                "west & north–east: -0.2500 ± 0.0300",
                document.getElementsByTagName("title").item(0).getTextContent());
    }

    @Test
    void aMatrixHasACellOnBothSidesForEachCouplingAndTheNamesAlongBothEdges() throws Exception {
        Matrix matrix = new Matrix(
                "matrix",
                "title",
                List.of("a & b", "c", "d"),
                List.of(new Matrix.Cell(0, 1, 0.5, 0.01), new Matrix.Cell(1, 2, -0.5, 0.02)));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(MatrixSvg.of(matrix)));

        var titles = document.getElementsByTagName("title");
        assertEquals(4, titles.getLength());
        assertEquals("a & b–c: 0.5000 ± 0.0100", titles.item(0).getTextContent());
        assertEquals("#053061", attribute(titles.item(0).getParentNode(), "fill"), "together: blue");
        assertEquals("#67001f", attribute(titles.item(3).getParentNode(), "fill"), "apart: red");
        assertEquals(
                number(titles.item(0).getParentNode(), "x")
                        - number(titles.item(1).getParentNode(), "x"),
                number(titles.item(1).getParentNode(), "y")
                        - number(titles.item(0).getParentNode(), "y"),
                1e-9,
                "the other side of the diagonal");
        List<String> texts = new ArrayList<>();
        for (int k = 0; k < count(document, "text"); k++) {
            texts.add(document.getElementsByTagName("text").item(k).getTextContent());
        }
        assertEquals(2, Collections.frequency(texts, "a & b"));
        assertTrue(texts.containsAll(List.of("title", "-0.50", "0.50", "apart", "together")), texts.toString());
    }

    private static String attribute(Node element, String name) {
        return element.getAttributes().getNamedItem(name).getNodeValue();
    }

    private static double number(Node element, String name) {
        return Double.parseDouble(attribute(element, name));
    }

    @Test
    void whatIsNotFiniteIsLeftOut() throws Exception {
        double[] x = {1, 2, 3};
        Curve curve =
                new Curve("c", x, new double[] {1, Double.NaN, 2}, new double[] {Double.POSITIVE_INFINITY, 1, 0.5});

        assertEquals(2, count(read(new Plot("p", "", "", "", List.of(curve))), "circle"));
        assertEquals(0, count(read(new Plot("p", "", "", "", List.of())), "circle"));
        assertEquals(
                1,
                count(read(new Plot("p", "", "", "", List.of(new Curve("", new double[1], new double[1])))), "circle"));
    }
}
