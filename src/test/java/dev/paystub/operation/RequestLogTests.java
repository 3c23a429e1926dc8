package dev.paystub.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.jayway.jsonpath.JsonPath;
import dev.paystub.testing.Caller;
import dev.paystub.testing.ConfiguredServerTest;
import dev.paystub.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code PAYSTUB_LOG_REQUESTS}: the logged fields of a request, in each log format. */
@ConfiguredServerTest
class RequestLogTests {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.paystub.requests");
    private final Collector collector = new Collector();
    @LocalServerPort private int port;

    private static final class Collector extends AppenderBase<ILoggingEvent> {

        private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }

        private List<ILoggingEvent> ofRequest(String id) {
            return events.stream()
                    .filter(event -> id.equals(event.getMDCPropertyMap().get("request")))
                    .toList();
        }
    }

    @BeforeEach
    void listen() {
        collector.setContext(logger.getLoggerContext());
        collector.start();
        logger.addAppender(collector);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(collector);
    }

    @Test
    void lineTellsWhatARequestChangedAndNoSecret() {
        var caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
        var funds = caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        assertThat(line(funds))
                .matches(
                        "POST /billing/invoices/funds 200 [0-9.]+ ms invoice 72 → Unpaid account"
                                + " [0-9a-f]{10}");
        var refused = caller.post("/billing/invoices/funds", "{\"amount\": 0}");
        assertThat(line(refused)).startsWith("POST /billing/invoices/funds 200 error ");
        var link =
                caller.post(
                                "/v1/organizations/billing/update?action=getpaymentlink",
                                "{\"org_id\": \"1002\", \"quantity\": 10}")
                        .<String>at("$.response");
        var page = link.substring(link.indexOf("/checkout"));
        var opened = Caller.send(caller.request(page).GET().build()).expect(200);
        assertThat(line(opened))
                .startsWith("GET /checkout/")
                .doesNotContain(page.substring(page.lastIndexOf('/') + 1));
    }

    @Test
    void whatTheConsoleLooksAtAndFilesAreNoLines() {
        var caller = Caller.fresh(port);
        var looks =
                caller.request("/billing/balance")
                        .header("X-API-Key", caller.key())
                        .header("Paystub-Observer", "console");
        var looked = Caller.send(looks.GET().build()).succeeds();
        var file = Caller.send(caller.request("/console/app.js").GET().build()).expect(200);
        assertThat(line(caller.get("/billing/balance"))).startsWith("GET /billing/balance 200 ");
        assertThat(collector.ofRequest(id(looked))).isEmpty();
        assertThat(collector.ofRequest(id(file))).isEmpty();
    }

    private static String id(Reply reply) {
        return reply.headers().firstValue("X-Request-Id").orElseThrow();
    }

    private String line(Reply reply) {
        var id = id(reply);
        // A line is written after its response has been sent.
        await().until(() -> !collector.ofRequest(id).isEmpty());
        return collector.ofRequest(id).getFirst().getFormattedMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "ecs, $['account'], $['request'], $['route']",
        "logstash, $['account'], $['request'], $['route']",
        "gelf, $['_account'], $['_request'], $['_route']"
    })
    void aRequestIsOneObjectWithItsRouteAndTheBeginningOfAHash(
            String format, String account, String request, String route) {
        var caller = Caller.fresh(port);
        var id =
                caller.get("/billing/invoices/34")
                        .succeeds()
                        .headers()
                        .firstValue("X-Request-Id")
                        .orElseThrow();
        // A line is written after its response has been sent.
        await().until(() -> !collector.ofRequest(id).isEmpty());
        assertThat(collector.ofRequest(id)).hasSize(1);

        var encoder = new StructuredLogEncoder();
        encoder.setContext(logger.getLoggerContext());
        encoder.setFormat(format);
        encoder.start();
        var line =
                new String(
                        encoder.encode(collector.ofRequest(id).getFirst()), StandardCharsets.UTF_8);

        assertThat(line.strip()).startsWith("{").endsWith("}").doesNotContain(caller.key());
        assertThat(JsonPath.<String>read(line, route)).isEqualTo("/billing/invoices/{invoiceId}");
        assertThat(JsonPath.<String>read(line, account)).matches("[0-9a-f]{10}");
        assertThat(JsonPath.<String>read(line, request)).isEqualTo(id);
    }
}
