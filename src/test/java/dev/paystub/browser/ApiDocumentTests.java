package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.RunningServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The page of the API documents: every operation succeeds as it opens. */
@InBrowser
class ApiDocumentTests {

    private static final double PATIENCE_MILLIS = 20_000;

    /**
     * Shows one operation in the page as it is, opens it, executes it without a change, and returns
     * the status and the body of the response.
     */
    private static final String TRY_OUT =
            """
            async ({operation, document: text}) => {
                const part = selector => document.querySelector(`.opblock[id$='-${operation}'] ${selector}`);
                const comes = test => new Promise((resolve, reject) => {
                    const look = () => {
                        const found = test();
                        if (!found) return;
                        observer.disconnect();
                        clearTimeout(late);
                        resolve(found);
                    };
                    const observer = new MutationObserver(look);
                    const late = setTimeout(() => { observer.disconnect(); resolve(null); }, %d);
                    observer.observe(document.body, {childList: true, subtree: true});
                    look();
                });
                ui.specActions.updateSpec(text);
                (await comes(() => part('.opblock-summary-control'))).click();
                // Until the operation is read, its fields have no values.
                (await comes(() => !part('.opblock-loading-animation') && part('button.execute'))).click();
                const response = await comes(() => part('.live-responses-table .response'));
                if (!response) return 'no response, or a field that must be filled in first';
                const body = response.querySelector('.highlight-code, .microlight');
                return response.querySelector('.response-col_status').innerText + ' ' + (body?.innerText ?? '');
            }\
            """
                    .formatted((int) PATIENCE_MILLIS);

    private static RunningServer server;

    /** A server of its own, where no other test has made the accounts of the examples. */
    @BeforeAll
    static void start() {
        server = RunningServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String address(String path) {
        return "http://localhost:%d%s".formatted(server.port(), path);
    }

    private static void open(BrowserContext context, Page page, Caller caller, String title) {
        context.addInitScript(
                "localStorage.setItem('paystub.docs.key', '%s')".formatted(caller.key()));
        page.navigate(address("/docs/?urls.primaryName=" + title.replace(" ", "%20")));
        assertThat(page.locator(".info .title")).containsText(title);
    }

    private static void everyOperationSucceeds(
            BrowserContext context, Page page, String document, String title) {
        open(context, page, Caller.fresh(server.port()), title);
        var failed = new ArrayList<String>();
        documentsOfOneOperation(document)
                .forEach((operation, text) -> {
                    var answer =
                            (String)
                                    page.evaluate(
                                            TRY_OUT,
                                            Map.of("operation", operation, "document", text));
                    if (!answer.startsWith("2") || answer.contains("\"result\": \"error\"")) {
                        failed.add(operation + ": " + answer);
                    }
                });
        assertThat(failed).isEmpty();
    }

    /**
     * The document with one operation each and the schemas that it needs, by the operation's name,
     * in the order of the page: its tags, and the paths of each. Swagger UI reads the whole
     * document again for each operation that is opened, and draws all operations again whenever
     * something changes: with all of them, trying each takes minutes.
     */
    private static Map<String, String> documentsOfOneOperation(String document) {
        var whole = new YAMLMapper().readTree(Path.of("openapi", document + ".yaml").toFile());
        var result = new LinkedHashMap<String, String>();
        for (var tag : whole.get("tags").findValuesAsString("name")) {
            for (var path : whole.get("paths").properties()) {
                for (var method : path.getValue().properties()) {
                    if (!method.getValue().at("/tags/0").stringValue().equals(tag)) {
                        continue;
                    }
                    var one = (ObjectNode) whole.deepCopy();
                    one.putObject("paths")
                            .putObject(path.getKey())
                            .set(method.getKey(), method.getValue());
                    var needed = new TreeSet<String>();
                    addSchemas(method.getValue(), whole, needed);
                    if (one.at("/components/schemas") instanceof ObjectNode schemas) {
                        schemas.retain(needed);
                    }
                    result.put(method.getValue().get("operationId").stringValue(), one.toString());
                }
            }
        }
        return result;
    }

    private static void addSchemas(JsonNode node, JsonNode whole, Set<String> found) {
        for (var reference : node.findValuesAsString("$ref")) {
            var name = reference.substring(reference.lastIndexOf('/') + 1);
            if (found.add(name)) {
                addSchemas(whole.at(reference.substring(1)), whole, found);
            }
        }
    }

    /** Opens an operation, so that its request can be sent. */
    private static Locator opened(Page page, String operation) {
        var block = page.locator(".opblock[id$='-%s']".formatted(operation));
        block.locator(".opblock-summary-control").first().click();
        assertThat(block.locator("button.execute")).isVisible();
        // Until the operation is read, its fields have no values.
        assertThat(block.locator(".opblock-loading-animation")).hasCount(0);
        return block;
    }

    /** Opens an operation, executes it as it is, and returns its status and body. */
    private static String execute(Page page, String operation) {
        var block = opened(page, operation);
        block.locator("button.execute").click();
        var response = block.locator(".live-responses-table .response").first();
        try {
            response.waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
        } catch (TimeoutError none) {
            return "no response, or a field that must be filled in first";
        }
        var body = response.locator(".highlight-code, .microlight");
        var text =
                response.locator(".response-col_status").first().innerText()
                        + " "
                        + (body.count() == 0 ? "" : body.first().innerText());
        block.locator(".opblock-summary-control").first().click();
        assertThat(block.locator("button.execute")).hasCount(0);
        return text;
    }

    @Test
    void everyOperationOfPureGpuSucceedsAsItOpens(BrowserContext context, Page page) {
        everyOperationSucceeds(context, page, "puregpu", "PureGPU billing");
    }

    @Test
    void everyOperationOfCloudPlansSucceedsAsItOpens(BrowserContext context, Page page) {
        everyOperationSucceeds(context, page, "cloudplans", "Cloud Plans billing");
    }

    @Tag("slow")
    @Test
    void everyOperationOfTheControlPlaneSucceedsAsItOpens(BrowserContext context, Page page) {
        everyOperationSucceeds(context, page, "sandbox", "Paystub control plane");
    }

    @Test
    void whatAnExampleNamesIsMadeAndWhatAPersonEntersIsNot(BrowserContext context, Page page) {
        var caller = Caller.fresh(server.port());
        open(context, page, caller, "Paystub control plane");

        assertThat(execute(page, "getWebhook")).startsWith("200");
        assertThat(page.getByRole(AriaRole.STATUS))
                .hasText("Made first, since the example names it: webhook 1");
        assertThat(caller.get("/sandbox/webhooks").<List<Integer>>at("$.webhooks[*].id"))
                .containsExactly(1);

        var block = opened(page, "getWebhook");
        block.locator("input[placeholder=id]").fill("7");
        block.locator("button.execute").click();
        assertThat(block.locator(".live-responses-table .response .response-col_status"))
                .containsText("404");
        assertThat(page.locator("#made")).isEmpty();
        assertThat(caller.get("/sandbox/webhooks").<List<Integer>>at("$.webhooks[*].id"))
                .containsExactly(1);
    }

    @Test
    void whatCannotBeMadeIsSaidWithItsCause(BrowserContext context, Page page) {
        var caller = Caller.fresh(server.port());
        caller.post("/sandbox/reset?scenario=empty", "{}").expect(200);
        caller.post("/sandbox/faults", "{\"path\": \"/billing/stripe/cards\", \"status\": 402}")
                .expect(201);
        open(context, page, caller, "PureGPU billing");

        assertThat(execute(page, "setDefaultCard")).contains("Invalid Pay Method ID");
        assertThat(page.getByRole(AriaRole.STATUS))
                .containsText(
                        "What the example names could not be made: POST /billing/stripe/cards: ");
    }

    @Test
    @Tag("smoke")
    void itOpensWithPureGpuAndTheKeyOfTheSandbox(BrowserContext context, Page page) {
        page.navigate(address("/docs"));

        assertThat(page.locator(".info .title")).containsText("PureGPU billing");
        assertThat(page.locator("meta[name=viewport]")).hasCount(1);
        assertThat(page.locator("section.models.is-open")).hasCount(0);
        assertThat(tags(page).first()).containsText("Balance");
        var block = opened(page, "getBalance");
        block.locator("button.execute").click();
        assertThat(block.locator(".live-responses-table .response .response-col_status"))
                .containsText("200");
        assertThat(block.locator(".curl")).containsText("X-API-Key: sandbox");
    }

    /** The tests of every operation show one at a time. */
    @Test
    void theWholeDocumentOfTheControlPlaneIsShown(BrowserContext context, Page page) {
        open(context, page, Caller.fresh(server.port()), "Paystub control plane");
        assertThat(page.locator(".opblock")).hasCount(documentsOfOneOperation("sandbox").size());
        assertThat(execute(page, "readClock")).startsWith("200").contains("frozen_time");
    }

    private static Locator tags(Page page) {
        return page.locator(".opblock-tag");
    }

    @Test
    void aKeyThatIsEnteredIsThatOfEveryDocument(BrowserContext context, Page page) {
        page.navigate(address("/docs"));
        assertThat(page.locator(".info .title")).containsText("PureGPU billing");
        page.locator(".btn.authorize").first().click();
        page.locator(".auth-container button", new Page.LocatorOptions().setHasText("Logout"))
                .click();
        page.locator(".auth-container input").fill("my-world");
        page.locator(".auth-btn-wrapper .authorize").click();
        page.locator(".btn-done").click();

        page.locator("#select").selectOption("openapi/cloudplans.yaml");
        assertThat(page.locator(".info .title")).containsText("Cloud Plans billing");
        execute(page, "listOrganizations");

        assertThat(
                        new Caller(server.port(), "sandbox")
                                .get("/sandbox/accounts")
                                .<List<Integer>>at("$.accounts[?(@.key == 'my-world')].requests"))
                .containsExactly(1);
    }
}
