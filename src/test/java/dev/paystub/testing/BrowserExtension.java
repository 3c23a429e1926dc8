package dev.paystub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Chromium for all tests of a process. Tests that ask for a page alone get the same page one
 * after the other, emptied in between: a page in a context of its own costs a second process and
 * twice the time. Tests that ask for a {@link BrowserContext} or the {@link Browser} get a context
 * of their own; so must those that set what cannot be taken back, which {@code
 * dev.paystub.browser.SharedPageTests} says. A test also fails when its pages send a request to
 * another machine, or write anything to the console but failed statuses.
 */
class BrowserExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

    /** A deadline, not a speed: tests wait for results, on busy machines too. */
    private static final double PATIENCE_MILLIS = 60_000;

    /** The size of a page unless a test sets another: Playwright's default. */
    private static final int WIDTH = 1280;

    private static final int HEIGHT = 720;

    private static final Set<Class<?>> GIVEN =
            Set.of(Page.class, BrowserContext.class, Browser.class);

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

    /** A context, with forbidden requests and console messages. */
    private static class Visit implements AutoCloseable {

        private final BrowserContext context;
        private final List<String> complaints = new ArrayList<>();
        private final Set<String> origins = new HashSet<>();

        Visit(Engine engine) {
            context = engine.browser().newContext();
            context.setDefaultTimeout(PATIENCE_MILLIS);
            context.onRequest(this::note);
            context.onConsoleMessage(this::hear);
            context.onWebError(error -> complaints.add("threw " + error.error()));
        }

        private void note(Request request) {
            var url = request.url();
            var uri = URI.create(url.startsWith("http") ? url.replaceFirst("[?#].*", "") : "data:");
            var host = uri.getHost();
            if (host != null && !Stream.of("localhost", "127.0.0.1").anyMatch(host::equals)) {
                complaints.add("asked for " + url);
            }
            if (host != null) {
                origins.add(uri.resolve("/").toString());
            }
        }

        private void hear(ConsoleMessage message) {
            var answeredWithAStatus = message.text().startsWith("Failed to load resource");
            if (List.of("error", "warning").contains(message.type()) && !answeredWithAStatus) {
                complaints.add("said " + message.text());
            }
        }

        Page page() {
            return context.newPage();
        }

        /**
         * Takes back what a test has done, but for the browser's cache of files; returns whether
         * the next test can have this context.
         */
        boolean empty() {
            return false;
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /** The context and the page of all tests that ask for a page alone. */
    private static final class SharedVisit extends Visit {

        private final Page page;
        private final CDPSession session;

        SharedVisit(Engine engine) {
            super(engine);
            page = super.page();
            session = super.context.newCDPSession(page);
        }

        @Override
        Page page() {
            return page;
        }

        @Override
        boolean empty() {
            super.context.pages().stream()
                    .filter(other -> !other.equals(page))
                    .forEach(Page::close);
            page.unrouteAll();
            page.navigate("about:blank");
            super.origins.forEach(this::forget);
            super.origins.clear();
            super.context.clearPermissions();
            page.setViewportSize(WIDTH, HEIGHT);
            page.emulateMedia(
                    new Page.EmulateMediaOptions()
                            .setMedia(null)
                            .setColorScheme(null)
                            .setReducedMotion(null));
            super.complaints.clear();
            return true;
        }

        /** Removes cookies, local storage, caches and databases; nothing uses session storage. */
        private void forget(String origin) {
            var arguments = new JsonObject();
            arguments.addProperty("origin", origin);
            arguments.addProperty("storageTypes", "all");
            session.send("Storage.clearDataForOrigin", arguments);
        }
    }

    private static Visit visit(ExtensionContext test) {
        return isShared(test)
                ? test.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent(
                                SharedVisit.class,
                                key -> new SharedVisit(engine(test)),
                                SharedVisit.class)
                : test.getStore(NAMESPACE)
                        .computeIfAbsent(Visit.class, key -> new Visit(engine(test)), Visit.class);
    }

    private static boolean isShared(ExtensionContext test) {
        return Stream.of(test.getRequiredTestMethod().getParameterTypes())
                .noneMatch(type -> type == BrowserContext.class || type == Browser.class);
    }

    private static Engine engine(ExtensionContext test) {
        return test.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Engine.class, key -> Engine.start(), Engine.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return GIVEN.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        var type = parameter.getParameter().getType();
        if (type == Browser.class) {
            return engine(test).browser();
        }
        var visit = visit(test);
        return type == Page.class ? visit.page() : visit.context;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (Stream.of(test.getRequiredTestMethod().getParameterTypes())
                .noneMatch(GIVEN::contains)) {
            return;
        }
        var used = isShared(test) ? SharedVisit.class : Visit.class;
        var store = (isShared(test) ? test.getRoot() : test).getStore(NAMESPACE);
        var visit = store.get(used, used);
        if (visit == null) {
            return;
        }
        var reusable = false;
        try {
            if (test.getExecutionException().isPresent()) {
                photograph(visit, test);
            } else {
                assertThat(visit.complaints).as("what the test's pages did besides").isEmpty();
                reusable = visit.empty();
            }
        } finally {
            if (!reusable) {
                store.remove(used);
                visit.close();
            }
        }
    }

    private static void photograph(Visit visit, ExtensionContext test) {
        var pages = visit.context.pages();
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
