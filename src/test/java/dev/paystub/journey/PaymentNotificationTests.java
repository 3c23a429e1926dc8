package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.jayway.jsonpath.JsonPath;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Receiver;
import dev.paystub.testing.Receiver.Received;
import dev.paystub.testing.ServerTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every payment notification passes the checks that NOWPayments documents, run in the documented
 * languages ({@code src/test/nowpayments}).
 */
@ServerTest
class PaymentNotificationTests {

    private static final String NOW = "2024-04-01T00:00:00.000Z";
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Numbers that Python prints with its own form of exponent. */
    private static final Pattern TINY = Pattern.compile("[:\\[,](0\\.0000|[0-9.]+e)");

    @LocalServerPort private int port;
    @TempDir private Path folder;

    @AutoClose private final Receiver receiver = new Receiver();
    private Caller caller;
    private String secret;

    @BeforeEach
    void registerReceiver() {
        caller = Caller.frozenAt(port, NOW);
        secret =
                caller.post(
                                "/sandbox/webhooks",
                                "{\"url\": \"%s\", \"style\": \"nowpayments\"}"
                                        .formatted(receiver.url("/ipn")))
                        .expect(201)
                        .at("$.secret");
    }

    @Test
    void everyNotificationPassesTheDocumentedChecks() throws Exception {
        var currencies = List.of("btc", "eth", "ltc", "xmr", "doge", "trx", "xrp", "usdttrc20");
        var cases = List.of("success", "partially_paid", "failed", "common");
        var count = 0;
        for (var amount : List.of("10", "10.01", "33.33", "99.99", "1234.56", "5000")) {
            for (var currency : currencies) {
                var invoice =
                        caller.post("/billing/invoices/funds", "{\"amount\": %s}".formatted(amount))
                                .succeeds()
                                .<Integer>at("$.invoice_id");
                caller.post(
                                "/billing/crypto/payments",
                                "{\"invoice_id\": %d, \"currency\": \"%s\", \"case\": \"%s\"}"
                                        .formatted(
                                                invoice,
                                                currency,
                                                cases.get(count++ % cases.size())))
                        .succeeds();
            }
        }
        caller.advance("P8D");
        settled();
        var all = receiver.received();
        assertThat(all).hasSizeGreaterThan(150);
        assertThat(all).allSatisfy(this::isAsTheVendorSendsIt);
        accept(all);
    }

    private void isAsTheVendorSendsIt(Received message) {
        Map<String, Object> body = JsonPath.read(message.body(), "$");
        assertThat(body).containsEntry("payment_extra_ids", null);
        assertThat((Long) body.get("updated_at"))
                .isBetween(
                        Instant.parse(NOW).toEpochMilli(),
                        Instant.parse(NOW).plusSeconds(8 * 86_400).toEpochMilli());
    }

    @Test
    void whatIsMadeUpPassesToo() throws Exception {
        for (var data :
                List.of(
                        "null",
                        "{}",
                        "{\"pay_amount\": 0.0000005, \"actually_paid\": 1e21, \"fee\": {\"z\":"
                                + " 1.50, \"a\": 2e0}}",
                        "{\"pay_amount\": 0.1234567890123456789, \"payment_id\": 9007199254740993}",
                        "{\"payment_extra_ids\": [5, 4, 3, 2, 1, 0, 10, 11, 12, 13, 14, {\"b\": [],"
                                + " \"a\": -0.0}]}",
                        "{\"10\": 1, \"9\": 2, \"a\": {\"B\": 1, \"a\": \"/\"}, \"\": null, \"é\":"
                                + " \"\\u2028\\u0001\\ud83d\\ude00\"}")) {
            caller.post(
                            "/sandbox/webhooks/1/trigger",
                            "{\"type\": \"crypto_payment.finished\", \"data\": %s}".formatted(data))
                    .expect(201);
        }
        settled();
        assertThat(receiver.received()).hasSize(6);
        assertThat(receiver.received().get(2).body()).contains("\"pay_amount\":5e-7");
        assertThat(refusedBy("node", "verify.js", receiver.received())).isEmpty();
        caller.post(
                        "/sandbox/webhooks/1/trigger",
                        "{\"type\": \"crypto_payment.finished\", \"data\": {\"pay_amount\":"
                                + " 1e400}}")
                .expect(400);
    }

    private void settled() {
        caller.post("/sandbox/quiesce?timeout=60s").expect(200);
    }

    private void accept(List<Received> messages) throws Exception {
        assertThat(refusedBy("node", "verify.js", messages)).isEmpty();
        var forPython = messages.stream().filter(message -> !isTiny(message)).toList();
        assertThat(forPython).hasSizeGreaterThan(50);
        assertThat(refusedBy("python3", "verify.py", forPython)).isEmpty();
    }

    private static boolean isTiny(Received message) {
        return TINY.matcher(message.body()).find();
    }

    private List<String> refusedBy(String interpreter, String program, List<Received> messages)
            throws Exception {
        var file = folder.resolve("messages.json");
        var checked = new ArrayList<Map<String, String>>();
        for (var message : messages) {
            checked.add(
                    Map.of(
                            "secret",
                            secret,
                            "signature",
                            message.header("x-nowpayments-sig"),
                            "body",
                            message.body()));
        }
        Files.writeString(file, JSON.writeValueAsString(checked));
        var script = Path.of("src/test/nowpayments", program).toString();
        Process process;
        try {
            process =
                    new ProcessBuilder(interpreter, script, file.toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            var reason = "SKIPPED: documented check of notifications, for want of " + interpreter;
            System.out.println(reason);
            abort(reason);
            throw e;
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }
}
