package io.isinglass.actors.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard as a person meets it: the packaged server, and a real browser. */
class DashboardIT {

    /** The shipped restoration, with so few frames and sweeps that a test can wait for its end. */
    private static final String SHORT_RESTORATION = "api/v1/runs?spec=restore.yaml&set=data.options.frames=8"
            + "&set=schedule.epochs=40&set=schedule.sweeps=10&set=learner.options.memory=3";

    private static final String PICTURE = "document.getElementById('picture')";
    private static final String PICTURE_AND_EPOCH = "[%1$s.toDataURL(), %1$s.dataset.epoch]".formatted(PICTURE);
    private static final String VALUE_WITH_ERROR = "−?\\d+\\.\\d+\\(\\d+(\\.\\d+)?\\)";

    /** A copy of a canvas to read from: reading the page's own would slow it, and the browser would complain. */
    private static final String COPY = """
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0);
        """;

    /** Counts the pixels of a canvas that are shaded, but not drawn over, by one alpha or another. */
    private static final String SHADED = """
        (canvas => {
          %s
          const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
          const near = alpha => data.filter((value, i) => i %% 4 === 3 && Math.abs(value - alpha) <= 2).length;
          return [near(0.14 * 255), near((1 - 0.86 * 0.76) * 255)];
        })(document.querySelector('#traces canvas[data-key="' + arguments[0] + '"]'))\
        """.formatted(COPY);

    private static final String ALPHA = """
        (canvas => {
          %s
          return copy.getImageData(canvas.width * arguments[0], canvas.height * arguments[1], 1, 1).data[3];
        })(document.getElementById('picture-borders'))\
        """.formatted(COPY);

    @TempDir
    private Path directory;

    private Served server;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        server = new Served(Files.createDirectory(directory.resolve("server")));
        browser = new Browser(Files.createDirectory(directory.resolve("profile")));
    }

    @AfterEach
    void close() throws Exception {
        try {
            if (browser != null) {
                browser.close();
            }
        } finally {
            if (server != null) {
                server.end();
            }
        }
    }

    @Test
    void anEmptyPageSaysHowToStartARunAndDoesIt() throws Exception {
        browser.open(server.url());
        browser.await("document.querySelector('#launch:not([hidden]) [data-spec]')");
        assertEquals(
                List.of("restore.yaml", "flights.yaml", "ising-critical.yaml", "phi4.yaml", "mean-field.yaml"),
                browser.ask("[...document.querySelectorAll('[data-spec]')].map(button => button.dataset.spec)"));
        assertTrue(browser.text("#curl").contains(server.url() + "api/v1/runs?spec=restore.yaml"));
        browser.screenshot("empty");

        browser.click("[data-spec='mean-field.yaml']");
        browser.await("document.getElementById('state').textContent === 'finished'");
        browser.await("document.querySelector('[data-key=elbo]') && " + PICTURE + ".dataset.epoch === '39'");
        browser.screenshot("mean-field");
        assertEquals(List.of(), browser.console());
    }

    @Test
    void aRestorationIsShownAsItGoesByAndToItsEnd() throws Exception {
        String run = JsonMapper.builder()
                .build()
                .readTree(server.post(SHORT_RESTORATION))
                .get("id")
                .asText();
        browser.open(server.url());
        browser.await(PICTURE + ".dataset.name === 'restored' && " + PICTURE + ".dataset.epoch");
        assertEquals(run, browser.ask(PICTURE + ".dataset.run"));
        thePictureChangesWithTheEpochs();
        theBlockBordersAreDrawnUntilTheyAreSwitchedOff();
        browser.await("document.body.dataset.rows > 200");
        browser.screenshot("running");

        browser.await("document.getElementById('state').textContent === 'finished'");
        browser.await("document.getElementById('link').textContent === 'complete'");
        browser.await(PICTURE + ".dataset.epoch === '39'");
        aBandSurrounds("bond_coupling");
        aBandSurrounds("flip_rate");
        everyRowHasCome(run);
        itFitsEveryScreen();
        assertEquals(List.of(), browser.console());
    }

    private void thePictureChangesWithTheEpochs() {
        List<?> before = (List<?>) browser.ask(PICTURE_AND_EPOCH);
        browser.await(PICTURE + ".dataset.epoch > " + before.getLast());
        List<?> after = (List<?>) browser.ask(PICTURE_AND_EPOCH);
        assertFalse(
                before.getFirst().equals(after.getFirst()),
                "the pictures of the epochs %s and %s are the same".formatted(before.getLast(), after.getLast()));
    }

    /** Two by two blocks: the borders cross in the middle, and nowhere else. */
    private void theBlockBordersAreDrawnUntilTheyAreSwitchedOff() {
        assertEquals(255L, browser.ask(ALPHA, 0.5, 0.25));
        assertEquals(255L, browser.ask(ALPHA, 0.25, 0.5));
        assertEquals(0L, browser.ask(ALPHA, 0.25, 0.25));
        browser.click("#borders-shown");
        assertEquals(0L, browser.ask(ALPHA, 0.5, 0.25));
        browser.click("#borders-shown");
    }

    private void aBandSurrounds(String key) {
        String trace = ".trace:has([data-key=" + key + "]) ";
        browser.await("/^%s$/.test(document.querySelector('%s output').textContent)"
                .formatted(VALUE_WITH_ERROR, trace.replace("'", "\\'")));
        List<?> shaded = (List<?>) browser.ask(SHADED, key);
        assertTrue((Long) shaded.getFirst() > 200, key + ": pixels between one and two errors: " + shaded);
        assertTrue((Long) shaded.getLast() > 200, key + ": pixels within one error: " + shaded);
    }

    private void everyRowHasCome(String run) throws Exception {
        int rows = JsonMapper.builder()
                .build()
                .readTree(server.get("api/v1/runs/" + run + "/metrics?limit=10000"))
                .get("rows")
                .size();
        assertTrue(rows > 500, "there are rows: " + rows);
        assertEquals(Integer.toString(rows), browser.ask("document.body.dataset.rows"));
    }

    private void itFitsEveryScreen() throws Exception {
        browser.screenshot("light");
        browser.show(1440, 900, "dark");
        browser.screenshot("dark");
        browser.show(390, 844, "light");
        browser.screenshot("narrow");
        assertEquals(
                browser.ask("document.documentElement.clientWidth"),
                browser.ask("document.documentElement.scrollWidth"),
                "nothing is cut off at the side");
    }

    @Test
    void aNetworkIsShownByItsSitesItsTiesAndItsMap() throws Exception {
        server.post("api/v1/runs?spec=flights.yaml");
        browser.open(server.url());
        browser.await("document.getElementById('state').textContent === 'finished'");
        browser.await("['map.svg', 'matrix.svg'].every(name => "
                + "document.querySelector(`#drawings-shown img[data-name='${name}']`)?.naturalWidth > 300)");
        String facts = browser.text("#facts").replaceAll("\\s+", " ");
        assertTrue(facts.contains("sites, 780 bonds 40"), facts);
        browser.screenshot("network");
        assertEquals(List.of(), browser.console());
    }

    @Test
    void aLostServerIsTold() throws Exception {
        server.post("api/v1/runs?spec=ising-critical.yaml");
        browser.open(server.url());
        browser.await("document.getElementById('link').textContent === 'live'");
        server.end();
        browser.await("document.getElementById('link').textContent === 'reconnecting'");
        browser.screenshot("reconnecting");
    }
}
