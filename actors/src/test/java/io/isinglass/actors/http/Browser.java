package io.isinglass.actors.http;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium, headless, with a new profile, and what a test asks of it. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** Would warn that it does not know the numbered protocol of this Chromium, of which we use nothing. */
    private static final Logger VERSIONS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private final ChromeDriver driver;

    /** A browser whose profile is made in an empty directory. */
    Browser(Path profile) {
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver"))
                .usingAnyFreePort()
                .build();
        VERSIONS.setLevel(Level.SEVERE);
        driver = new ChromeDriver(service, options(profile));
        show(1280, 800, "light");
    }

    private static ChromeOptions options(Path profile) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium"));
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        return options;
    }

    /** A program of the search path: nothing is downloaded in its place. */
    private static File program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> new File(directory, name))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name
                        + " is not installed, and the dashboard is tested in a real browser:"
                        + " install Debian's packages chromium and chromium-driver"));
    }

    /** Makes the page so large, and the person one who likes it {@code light} or {@code dark}. */
    void show(int width, int height, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void open(String url) {
        driver.get(url);
    }

    /** Waits for a condition of the page, given as a JavaScript expression. */
    void await(String condition) {
        new WebDriverWait(driver, PATIENCE, GLANCE)
                .withMessage(() -> "waited for " + condition + "; the console says " + console())
                .until(_ -> Boolean.TRUE.equals(ask("Boolean(" + condition + ")")));
    }

    /** The value of a JavaScript expression. */
    Object ask(String expression, Object... arguments) {
        return driver.executeScript("return " + expression, arguments);
    }

    String text(String css) {
        return element(css).getText();
    }

    void click(String css) {
        element(css).click();
    }

    private WebElement element(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** What the page complained of since this was asked last. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Writes what is to be seen, once the traces have been drawn for it. */
    void screenshot(String name) throws IOException {
        driver.executeAsyncScript("const done = arguments[0]; let frames = 0;"
                + "const frame = () => (++frames > 20 ? done() : requestAnimationFrame(frame)); frame();");
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
