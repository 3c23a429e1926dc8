package dev.paystub.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An unknown path names the nearest ones, in the format of its API or as a page. */
@ServerTest
class UnknownPathsTests {

    @LocalServerPort private int port;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /billing/invoice               | GET /billing/invoices",
                "GET  | /billing/invoice/34            | GET /billing/invoices/{invoiceId}",
                "POST | /billing/crypto/payment        | POST /billing/crypto/payments",
                "GET  | /biling/balance                | GET /billing/balance",
                "GET  | /service/12                    | GET /services/{serviceId}",
                "GET  | /v1/organizations/lists        | GET /v1/organizations/list",
                "POST | /sandbox/clock/advanced        | POST /sandbox/clock/advance",
                "GET  | /sandbox/States                | GET /sandbox/state",
                "GET  | /consol                        | GET /console",
                "GET  | /dem                           | GET /demo",
                "GET  | /doc                           | GET /docs",
            })
    void theNearestIsNamedFirst(String method, String path, String nearest) {
        var body = Caller.fresh(port).send(method, path, null).expect(404).body();

        assertThat(body)
                .contains(
                        "There is no %s %s; the nearest there is: %s"
                                .formatted(method, path, nearest));
    }

    @Test
    void whatIsNearNothingLeadsToTheDocuments() {
        assertThat(Caller.fresh(port).get("/entirely/else").expect(404).body())
                .contains("There is no GET /entirely/else; /docs has all there is");
        assertThat(Caller.fresh(port).get("/" + "x".repeat(2000)).expect(404).body())
                .contains("There is no GET /xxx");
    }

    /** Common first segments do not make a path near. */
    @ParameterizedTest
    @CsvSource({"/billing/nonsense", "/billing/crypto/nonsense", "/sandbox/nonsense/at/all"})
    void whatOnlyBeginsAlikeIsNotNear(String path) {
        assertThat(Caller.fresh(port).get(path).expect(404).body())
                .contains("There is no GET %s; /docs has all there is".formatted(path));
    }

    @ParameterizedTest
    @CsvSource({"/v3/api-docs/nonsense", "/v3/api-docs.yaml/nonsense"})
    void unknownDocumentIsNotFound(String path) {
        assertThat(Caller.fresh(port).get(path).expect(404).<String>at("$.detail"))
                .contains("There is no document %s; /docs has all there is".formatted(path));
    }

    private Reply browse(String path) {
        return Caller.send(
                Caller.fresh(port)
                        .request(path)
                        .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                        .build());
    }

    @Test
    void aBrowserGetsAPage() {
        var page = browse("/biling/balance").expect(404);

        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.body())
                .contains("the nearest there is: GET /billing/balance")
                .contains("href=\"/console/\"", "href=\"/docs\"");
    }

    @Test
    void aPageRepeatsAPathAsText() {
        assertThat(browse("/biling/'%22%3Cscript%3E").expect(404).body())
                .doesNotContain("<script>", "/'");
    }

    @Test
    void anApiKeepsItsFormat() {
        var reply = Caller.fresh(port).get("/billing/balanc").expect(404);

        assertThat(reply.<String>at("$.result")).isEqualTo("error");
        assertThat(reply.<String>at("$.message")).contains("GET /billing/balance");
        assertThat(Caller.fresh(port).get("/sandbox/clok").expect(404).<String>at("$.detail"))
                .contains("GET /sandbox/clock");
    }
}
