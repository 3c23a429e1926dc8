package dev.paystub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Chromium for all tests, with a fresh context for each. A test also fails when its pages send
 * a request to another machine, or write anything to the console but failed statuses.
 */
class BrowserExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

    /** A deadline, not a speed: tests wait for results, on busy machines too. */
    private static final double PATIENCE_MILLIS = 60_000;

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> CHROMIUM =
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

    /** Chromium and its driver, closed after the last test. */
    private record Engine(Playwright playwright, Browser browser) implements AutoCloseable {

        static Engine start() {
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
            var node = onPath(List.of("node"));
            var chromium = onPath(CHROMIUM);
            Assumptions.assumeTrue(
                    node.isPresent() && chromium.isPresent(),
                    "SKIPPED: browser tests need chromium and node on the PATH");
            var playwright =
                    Playwright.create(
                            new Playwright.CreateOptions()
                                    .setEnv(
                                            Map.of(
                                                    "PLAYWRIGHT_NODEJS_PATH",
                                                    node.get().toString(),
                                                    "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                                                    "1")));
            var browser =
                    playwright
                            .chromium()
                            .launch(
                                    new BrowserType.LaunchOptions()
                                            .setExecutablePath(chromium.get())
                                            .setArgs(
                                                    List.of(
                                                            "--no-sandbox",
                                                            "--disable-gpu",
                                                            "--disable-quic",
                                                            "--no-first-run",
                                                            "--disable-background-networking",
                                                            "--disable-component-update",
                                                            "--disable-sync")));
            return new Engine(playwright, browser);
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }

    private static Optional<Path> onPath(List<String> names) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A test's context, with forbidden requests and console messages. */
    private record Visit(BrowserContext context, List<String> complaints) implements AutoCloseable {

        static Visit begin(Engine engine) {
            var visit = new Visit(engine.browser().newContext(), new ArrayList<>());
            visit.context.setDefaultTimeout(PATIENCE_MILLIS);
            visit.context.onRequest(
                    request -> visit.note("asked for " + request.url(), request.url()));
            visit.context.onConsoleMessage(visit::hear);
            visit.context.onWebError(error -> visit.complaints.add("threw " + error.error()));
            return visit;
        }

        private void note(String complaint, String url) {
            var uri = URI.create(url.startsWith("http") ? url.replaceFirst("[?#].*", "") : "data:");
            var host = uri.getHost();
            if (host != null && !Stream.of("localhost", "127.0.0.1").anyMatch(host::equals)) {
                complaints.add(complaint);
            }
        }

        private void hear(ConsoleMessage message) {
            var answeredWithAStatus = message.text().startsWith("Failed to load resource");
            if (List.of("error", "warning").contains(message.type()) && !answeredWithAStatus) {
                complaints.add("said " + message.text());
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /** Returns the test's context, opened for its first page and closed after the test. */
    private static Visit visit(ExtensionContext test) {
        return test.getStore(NAMESPACE)
                .computeIfAbsent(Visit.class, key -> Visit.begin(engine(test)), Visit.class);
    }

    private static Engine engine(ExtensionContext test) {
        return test.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Engine.class, key -> Engine.start(), Engine.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return List.of(Page.class, BrowserContext.class, Browser.class)
                .contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        var type = parameter.getParameter().getType();
        if (type == Browser.class) {
            return engine(test).browser();
        }
        var context = visit(test).context();
        return type == Page.class ? context.newPage() : context;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        var visit = test.getStore(NAMESPACE).get(Visit.class, Visit.class);
        if (visit == null) {
            return;
        }
        if (test.getExecutionException().isPresent()) {
            photograph(visit, test);
        } else {
            assertThat(visit.complaints()).as("what the test's pages did besides").isEmpty();
        }
    }

    private static void photograph(Visit visit, ExtensionContext test) {
        var pages = visit.context().pages();
        for (var page = 0; page < pages.size(); page++) {
            var name =
                    "%s.%s.%d.png"
                            .formatted(
                                    test.getRequiredTestClass().getSimpleName(),
                                    test.getRequiredTestMethod().getName(),
                                    page);
            pages.get(page)
                    .screenshot(
                            new Page.ScreenshotOptions()
                                    .setTimeout(3_000)
                                    .setPath(SCREENSHOTS.resolve(name)));
        }
    }
}
