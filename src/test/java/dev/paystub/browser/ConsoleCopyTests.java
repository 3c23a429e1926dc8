package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.ConsolePage.button;
import static dev.paystub.browser.ConsolePage.open;
import static dev.paystub.browser.ConsolePage.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.RunningServer;
import dev.paystub.testing.ServerTest;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the console copies of a request sends that request again, or says why it cannot. */
@ServerTest
@InBrowser
class ConsoleCopyTests {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern METHOD = Pattern.compile("void (\\w+)\\(\\)");

    private static final List<Sent> NOT_STEPS =
            List.of(
                    new Sent("POST", "/sandbox/reset?scenario=empty", null, null),
                    new Sent("POST", "/sandbox/snapshots/a", null, null),
                    new Sent(
                            "POST",
                            "/sandbox/clock/advance?dry_run=true",
                            JSON,
                            "{\"by\": \"P1D\"}"),
                    new Sent("POST", "/sandbox/clock/advance", JSON, "{\"by\": \"soon\"}"),
                    new Sent("HEAD", "/billing/invoices", null, null),
                    new Sent("POST", "/v1/payment_methods", FORM, "type=card&card[token]=tok_visa"),
                    new Sent(
                            "POST",
                            "/v1/organizations/create",
                            JSON,
                            "{\"org_name\": \"{invoice.id}\"}"));

    @LocalServerPort private int port;
    @TempDir private Path folder;

    /** A request as an application sends it. */
    record Sent(
            String method,
            String path,
            @Nullable String type,
            @Nullable String body,
            Map<String, String> headers) {

        Sent(String method, String path, @Nullable String type, @Nullable String body) {
            this(method, path, type, body, Map.of());
        }

        @Override
        public String toString() {
            return method
                    + " "
                    + path
                    + " "
                    + (body == null ? "" : body.lines().findFirst().orElse(""));
        }

        /** Sends it, and returns the id of its entry in the journal. */
        String by(Caller caller) {
            var request =
                    caller.request(path)
                            .method(
                                    method,
                                    body == null
                                            ? BodyPublishers.noBody()
                                            : BodyPublishers.ofString(body));
            if (path.startsWith("/v1/payment_methods")) {
                request.header("Authorization", "Bearer sk_test_" + caller.key());
            } else if (path.startsWith("/v1/")) {
                request.header("Authorization", "Bearer " + caller.key());
            } else {
                request.header("X-API-Key", caller.key());
            }
            if (type != null) {
                request.header("Content-Type", type);
            }
            headers.forEach(request::header);
            return Caller.send(request.build()).header("X-Request-Id");
        }
    }

    static List<Sent> requests() {
        return List.of(
                new Sent("GET", "/billing/invoices", null, null),
                new Sent("GET", "/billing/invoices?limit=1&x[]=1", null, null),
                new Sent("POST", "/billing/invoices/funds", JSON, "{\"amount\": 12.5}"),
                new Sent(
                        "POST",
                        "/billing/orders",
                        JSON,
                        "{\"pid\": 999, \"billingcycle\": \"hourly\", \"hostname\": \"it's\","
                                + " \"os\": \"\", \"sshkeys\": \"\"}"),
                new Sent(
                        "POST",
                        "/v1/organizations/create",
                        JSON,
                        "{\"org_name\": \"O'Neil \\\"&\\\" \\\\ $HOME `ls` \u00fc\"}"),
                new Sent(
                        "POST",
                        "/v1/organizations/create",
                        JSON,
                        "{\"org_name\": \"two\\nlines \u2028\"}"),
                new Sent(
                        "POST",
                        "/v1/organizations/billing/update?action=getpaymentlink",
                        JSON,
                        "{\"org_id\": \"1002\", \"quantity\": 10}",
                        Map.of("Idempotency-Key", "it's \"mine\"")),
                new Sent("DELETE", "/sandbox/faults", null, null),
                new Sent("POST", "/billing/invoices/funds", JSON, "not JSON, it's"),
                new Sent("POST", "/v1/payment_methods", FORM, "type=card&card[token]=tok_visa"));
    }

    /** Opens a new account, whose journal is empty. */
    private Caller opened(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/sandbox/clock").expect(200);
        caller.delete("/sandbox/requests").expect(204);
        open(page, caller, "requests");
        return caller;
    }

    /** The texts of every format for an entry of the journal. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> copies(Page page, Caller caller, String id) {
        return (Map<String, String>)
                page.evaluate(
                        """
                        async ([id, key]) => {
                            const {formats, requestOf} = await import('./copy.js');
                            const {findEntry} = await import('./stream.js');
                            const entry = await findEntry(id);
                            return Object.fromEntries(Object.entries(formats).map(([name, {make}]) =>
                                [name, make(requestOf(entry), location.origin, key, entry)]));
                        }
                        """,
                        List.of(id, caller.key()));
    }

    private static List<Object> journalled(Caller caller) {
        return caller.get("/sandbox/requests?source=api")
                .expect(200)
                .at("$.requests[*]['method','path','query','status','outcome']");
    }

    private static List<Object> bodies(Caller caller) {
        return caller.get("/sandbox/requests?source=api")
                .expect(200)
                .at("$.requests[*].request.body");
    }

    private static List<String> types(Caller caller) {
        return caller.get("/sandbox/requests?source=api")
                .expect(200)
                .at("$.requests[*].request.headers['Content-Type','content-type']");
    }

    private String run(String... command) throws Exception {
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Compiles a copied JUnit test. Returns its class. */
    private Class<?> compiled(String test) throws Exception {
        var source =
                file(
                        "CopiedTests.java",
                        """
                        import static org.junit.jupiter.api.Assertions.assertEquals;
                        import java.net.URI;
                        import java.net.http.HttpClient;
                        import java.net.http.HttpRequest;
                        import java.net.http.HttpResponse;
                        import java.nio.file.Path;
                        import org.junit.jupiter.api.Test;
                        public class CopiedTests {
                        %s
                        }
                        """
                                .formatted(test.replace("\nvoid ", "\npublic void ")));
        // A class path of all that is here takes the compiler longer than the test does.
        var junit = Test.class.getProtectionDomain().getCodeSource().getLocation();
        var output = new ByteArrayOutputStream();
        var result =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                output,
                                output,
                                "-proc:none",
                                "-cp",
                                Path.of(junit.toURI()).toString(),
                                "-d",
                                folder.toString(),
                                source.toString());
        assertThat(result).as("%s%n%s", test, output).isZero();
        var loader =
                new URLClassLoader(
                        new URL[] {folder.toUri().toURL()},
                        ConsoleCopyTests.class.getClassLoader());
        return loader.loadClass("CopiedTests");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void commandScriptAndTestSendTheSameRequest(Sent sent, Page page) throws Exception {
        var caller = opened(page);
        var copies = copies(page, caller, sent.by(caller));

        run(
                "bash",
                "-c",
                copies.get("curl") + " --fail-with-body --silent --show-error || [ $? = 22 ]");
        run("node", file("fetch.mjs", copies.get("fetch")).toString());
        run("node", "--check", file("playwright.mjs", copies.get("playwright")).toString());
        var junit = copies.get("junit");
        var name = METHOD.matcher(junit);
        assertThat(name.find()).as(junit).isTrue();
        var test = compiled(junit);
        try {
            test.getMethod(name.group(1)).invoke(test.getConstructor().newInstance());
        } catch (InvocationTargetException failed) {
            throw new AssertionError(junit, failed.getCause());
        }

        assertThat(journalled(caller)).hasSize(4);
        assertThat(new HashSet<>(journalled(caller))).hasSize(1);
        assertThat(new HashSet<>(bodies(caller))).hasSize(1);
        assertThat(new HashSet<>(types(caller))).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void stepsMakeAScenario(Page page) throws Exception {
        var caller = opened(page);
        var steps = new ArrayList<String>();
        for (var sent : requests()) {
            steps.add(copies(page, caller, sent.by(caller)).get("scenario"));
        }
        var advance = new Sent("POST", "/sandbox/clock/advance", JSON, "{\"by\": \"P1D\"}");
        steps.add(copies(page, caller, advance.by(caller)).get("scenario"));
        assertThat(steps).filteredOn(step -> step.startsWith("#")).hasSize(2);
        assertThat(steps.getLast()).isEqualTo("- advance: P1D");
        file("copied.yaml", "start: documented\nsteps:\n" + String.join("\n", steps) + "\n");
        try (var server = RunningServer.start(Map.of("PAYSTUB_SCENARIOS_DIR", folder.toString()))) {
            var player = Caller.fresh(server.port());
            player.post("/sandbox/reset?scenario=copied").expect(200);
            assertThat(
                            player.get("/sandbox/state")
                                    .<List<String>>at("$.organizations.entries[*].org_name"))
                    .contains("O'Neil \"&\" \\ $HOME `ls` \u00fc");
        }
    }

    @Test
    void requestThatCannotBeAStepSaysWhy(Page page) {
        var caller = opened(page);
        for (var sent : NOT_STEPS) {
            assertThat(copies(page, caller, sent.by(caller)).get("scenario"))
                    .startsWith("# " + sent.method())
                    .contains("This is no step of a scenario: ");
        }
    }

    @Test
    void requestThatWasMadeToFailExpectsNoFailure(Page page) throws Exception {
        var caller = opened(page);
        var refused =
                copies(
                        page,
                        caller,
                        new Sent(
                                        "POST",
                                        "/billing/invoices/funds",
                                        JSON,
                                        "{\"amount\": 10}",
                                        Map.of("Prefer", "code=402"))
                                .by(caller));
        assertThat(refused.get("scenario"))
                .startsWith("# It was made to fail on purpose")
                .doesNotContain("expect");
        assertThat(refused.get("junit")).contains("assertEquals(402");
    }

    static List<Sent> incomplete() {
        return List.of(
                new Sent(
                        "POST",
                        "/v1/payment_methods",
                        FORM,
                        "type=card&card[number]=4242424242424242&card[cvc]=123&card[exp_month]=12"),
                new Sent(
                        "POST",
                        "/v1/organizations/create",
                        JSON,
                        "{\"org_name\": \"a\", \"inner\": {\"api_key\": \"x\"}}"),
                new Sent("GET", "/billing/invoices?client_secret=x", null, null),
                new Sent(
                        "POST",
                        "/v1/organizations/create",
                        JSON,
                        "{\"org_name\": \"%s\"}".formatted("a".repeat(20_000))),
                new Sent("POST", "/billing/invoices/funds", "application/octet-stream", "0101"));
    }

    @ParameterizedTest
    @MethodSource("incomplete")
    void whatTheJournalDoesNotHaveIsNamedAndNotSent(Sent sent, Page page) throws Exception {
        var caller = Caller.fresh(port);
        var id = sent.by(caller);
        open(page, caller, "requests/" + id);
        var copies = copies(page, caller, id);
        for (var format : List.of("curl", "fetch", "playwright", "junit")) {
            assertThat(copies.get(format)).contains("Not the whole request: ");
            assertThat(copies.get(format).length()).as("no part of a body").isLessThan(2_000);
        }
        assertThat(copies.get("scenario")).contains("This is no step of a scenario: ");
        run("bash", "-n", "-c", copies.get("curl"));
        run("node", "--check", file("fetch.mjs", copies.get("fetch")).toString());
        run("node", "--check", file("playwright.mjs", copies.get("playwright")).toString());
        compiled(copies.get("junit"));

        page.keyboard().press("r");
        assertThat(page.getByRole(AriaRole.DIALOG))
                .containsText("The journal does not have the whole request: ");
        assertThat(journalled(caller)).hasSize(1);
    }

    @Test
    @Tag("smoke")
    void eachFormatIsShownAndCopied(Page page) {
        var caller = opened(page);
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        rows(page, "Requests").first().click();
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Copy as")).click();
        for (var format : List.of("curl", "fetch", "Playwright", "JUnit", "Scenario step")) {
            button(page, format).click();
            assertThat(page.getByLabel("As " + format)).containsText("/billing/invoices/funds");
            button(page, "Copy").click();
            assertThat(page.locator(".toast").last()).containsText("Copied as " + format);
        }
    }
}
