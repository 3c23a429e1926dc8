package dev.paystub.contract;

import static dev.paystub.contract.JsonText.assertIsJson;
import static dev.paystub.contract.JsonText.assertPrints;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Curl;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every curl command of the PureGPU billing document, pasted, with the document's response. */
@ServerTest
@Tag("postgres")
class PureGpuContractTests {

    private static final String CREATED_AT = "2024-06-09T15:23:43.444Z";
    private static final String FINISHED_AT = "2024-06-09T15:23:53.689Z";

    private static final String SUCCESS =
            """
            {
              "result": "success"
            }
            """;

    private static final String CARDS =
            """
            {
                "result": "success",
                "payment_methods": [
                    {
                        "id": 15,
                        "type": "RemoteCreditCard",
                        "description": "STRIPE CARD",
                        "gateway_name": "stripe",
                        "contact_type": "Client",
                        "contact_id": 2,
                        "card_last_four": "4242",
                        "expiry_date": "01/30",
                        "start_date": "",
                        "issue_number": "",
                        "card_type": "Visa",
                        "remote_token": "{\\"customer\\":\\"cus_Pil9K60xftjZ88\\",\\"method\\":\\"pm_1P6wzCFTTwwr4vA7vu6Rb5Iz\\"}",
                        "last_updated": "04/18/2024 13:49"
                    }
                ]
            }
            """;

    private static final String PRODUCT =
            """
            {
                "pid": 1,
                "type": "server",
                "name": "4090-1x-server",
                "meta": {
                    "gpu_name": "RTX 4090",
                    "gpu_vram": "24",
                    "gpu_manufacturer": "NVIDIA",
                    "gpu_count": "1",
                    "cpu_name": "AMD EPYC 9334",
                    "cpu_cores": "16",
                    "cpu_clock": "3.9",
                    "cpu_manufacturer": "AMD",
                    "ram": "128",
                    "ram_type": "DDR5",
                    "disk_space": "1024",
                    "disk_type": "NVME"
                },
                "pricing": {
                    "hourly": 0.5,
                    "monthly": 400
                }
            }
            """;

    /** The sample's inner object is the response; the object around it is not valid JSON. */
    private static final String NEW_PAYMENT =
            """
            {
              "result": "success",
              "payment": {
                  "id": "4465327355",
                  "status": "waiting",
                  "pay_address": "377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj",
                  "price_amount": 25,
                  "price_currency": "usd",
                  "pay_amount": 0.0006047,
                  "pay_currency": "btc",
                  "created_at": "2024-06-09T15:23:43.444Z",
                  "updated_at": "2024-06-09T15:23:43.444Z",
                  "payin_extra_id": null,
                  "network": "btc",
                  "time_limit": null,
                  "expiration_estimate_date": "2024-06-09T15:43:43.443Z",
                  "valid_until": "2024-06-16T15:23:43.443Z"
              }
            }
            """;

    private static final String FINISHED_PAYMENT =
            """
            {
              "result": "success",
              "payment": {
                  "id": 4465327355,
                  "status": "finished",
                  "pay_address": "377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj",
                  "price_amount": 25,
                  "price_currency": "usd",
                  "pay_amount": 0.0006047,
                  "pay_currency": "btc",
                  "created_at": "2024-06-09T15:23:43.444Z",
                  "updated_at": "2024-06-09T15:23:53.689Z",
                  "payin_extra_id": null
              }
            }
            """;

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.fresh(port);
    }

    private Reply curl(String command) {
        return Curl.run(caller, command);
    }

    @Test
    void listCards() {
        assertPrints(
                curl(
                        """
                        curl -G https://api.puregpu.com/billing/stripe/cards \
                          -H "X-API-Key: {token}"
                        """),
                CARDS);
    }

    @Test
    void addCard() {
        assertPrints(
                curl(
                        """
                        curl -X POST https://api.puregpu.com/billing/stripe/cards \
                          -H "X-API-Key: {token}" \
                          -H "Content-Type: application/json" \
                          -d '{
                            "stripe_payment_method_id": "pm_1P6wzCFTTwwr4vA7vu6Rb5Iz"
                          }'
                        """),
                SUCCESS);

        var cards = caller.get("/billing/stripe/cards").succeeds();
        assertThat(cards.<List<Integer>>at("$.payment_methods[*].id")).containsExactly(15, 16);
        assertSameFields(cards, "$.payment_methods[*]");
    }

    @Test
    void deleteCard() {
        assertPrints(
                curl(
                        """
                        curl -X DELETE https://api.puregpu.com/billing/stripe/cards/15 \
                          -H "X-API-Key: {token}"
                        """),
                SUCCESS);

        assertPrints(
                caller.get("/billing/stripe/cards"),
                """
                {"result": "success", "payment_methods": []}
                """);
    }

    @Test
    void setDefaultCard() {
        assertPrints(
                curl(
                        """
                        curl -X PUT https://api.puregpu.com/billing/stripe/cards/15/default \
                          -H "X-API-Key: {token}"
                        """),
                SUCCESS);
    }

    @Test
    void listCurrencies() {
        var reply =
                curl("""
                curl -G https://api.puregpu.com/billing/crypto/currencies \
                  -H "X-API-Key: {token}"
                """)
                        .succeeds();

        assertIsJson(reply);
        assertThat(reply.<Map<String, Object>>at("$")).containsOnlyKeys("result", "currencies");
        assertThat(reply.body()).startsWith("{\"result\":\"success\",\"currencies\":[\"");
        assertThat(reply.<List<String>>at("$.currencies"))
                .hasSizeGreaterThanOrEqualTo(30)
                .doesNotHaveDuplicates()
                .contains("btc", "eth", "xrp")
                .allMatch(ticker -> ticker.matches("[a-z0-9]+"));
    }

    @Test
    void createPayment() {
        caller = Caller.frozenAt(port, CREATED_AT);

        assertPrints(createDocumentedPayment(), NEW_PAYMENT);
    }

    @Test
    void createPaymentOnARunningClock() {
        var reply = createDocumentedPayment();

        var created = reply.<String>at("$.payment.created_at");
        assertPrints(
                reply,
                NEW_PAYMENT
                        .replace(CREATED_AT, created)
                        .replace(
                                "2024-06-09T15:43:43.443Z",
                                reply.at("$.payment.expiration_estimate_date"))
                        .replace("2024-06-16T15:23:43.443Z", reply.at("$.payment.valid_until")));
        assertThat(
                        List.of(
                                created,
                                reply.<String>at("$.payment.expiration_estimate_date"),
                                reply.<String>at("$.payment.valid_until")))
                .isSorted()
                .allMatch(time ->
                        time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
    }

    private Reply createDocumentedPayment() {
        return curl(
                """
                curl -X POST https://api.puregpu.com/billing/crypto/payments \
                  -H "X-API-Key: {token}" \
                  -H "Content-Type: application/json" \
                  -d '{
                    "invoice_id": 34,
                    "currency": "BTC"
                  }'
                """);
    }

    @Test
    void getPayment() {
        caller = Caller.frozenAt(port, CREATED_AT);
        createDocumentedPayment().succeeds();
        caller.advanceTo(FINISHED_AT);

        assertPrints(getDocumentedPayment(), FINISHED_PAYMENT);
    }

    @Test
    void getPaymentByItsOwnId() {
        caller = Caller.frozenAt(port, CREATED_AT);
        createDocumentedPayment().succeeds();
        caller.advance("PT15S");

        assertPrints(caller.get("/billing/crypto/payments/4465327355"), FINISHED_PAYMENT);
    }

    @Test
    void paymentHasTheSameFieldsBeforeItHasFinished() {
        caller = Caller.frozenAt(port, CREATED_AT);
        createDocumentedPayment().succeeds();
        caller.advanceTo("2024-06-09T15:23:53.688Z");

        var reply = getDocumentedPayment();
        assertPrints(
                reply,
                FINISHED_PAYMENT
                        .replace("finished", "sending")
                        .replace(FINISHED_AT, reply.at("$.payment.updated_at")));
    }

    @Test
    void paymentThatHasJustBeenMadeIsFoundAsWaiting() {
        caller = Caller.frozenAt(port, CREATED_AT);
        createDocumentedPayment().succeeds();

        assertPrints(
                getDocumentedPayment(),
                FINISHED_PAYMENT.replace("finished", "waiting").replace(FINISHED_AT, CREATED_AT));
    }

    private Reply getDocumentedPayment() {
        return curl(
                """
                curl -G https://api.puregpu.com/billing/crypto/payments/34 \
                  -H "X-API-Key: {token}"
                """);
    }

    @Test
    void listProducts() {
        var reply =
                curl("""
                curl -G https://api.puregpu.com/billing/products \
                  -H "X-API-Key: {token}"
                """)
                        .succeeds();

        assertIsJson(reply);
        assertThat(reply.<Map<String, Object>>at("$")).containsOnlyKeys("result", "products");
        assertThat(reply.body())
                .startsWith(
                        "{\"result\":\"success\",\"products\":[" + JsonText.compact(PRODUCT) + ",");
        assertThat(reply.<List<Integer>>at("$.products[*].pid"))
                .hasSizeGreaterThanOrEqualTo(9)
                .doesNotHaveDuplicates();
        assertSameFields(reply, "$.products[*]");
        assertSameFields(reply, "$.products[*].meta");
        assertSameFields(reply, "$.products[*].pricing");
        assertThat(reply.<List<Object>>at("$.products[*].meta.*"))
                .allSatisfy(value -> assertThat(value).isInstanceOf(String.class));
        assertThat(reply.<List<Object>>at("$.products[*].pricing.*"))
                .allSatisfy(value -> assertThat(value).isInstanceOf(Number.class));
    }

    @Test
    void getProduct() {
        assertPrints(
                curl(
                        """
                        curl -G https://api.puregpu.com/billing/products/1 \
                          -H "X-API-Key: {token}"
                        """),
                """
                {"result": "success", "product": %s}
                """
                        .formatted(PRODUCT));
    }

    @Test
    void addOrder() {
        assertPrints(
                curl(
                        """
                        curl -X POST https://api.puregpu.com/billing/orders \
                          -H "X-API-Key: {token}" \
                          -H "Content-Type: application/json" \
                          -d '{
                            "pid": 1,
                            "billingcycle": "hourly",
                            "hostname": "test",
                            "os": "",
                            "sshkeys": ""
                          }'
                        """),
                SUCCESS);

        var services = caller.get("/services").succeeds();
        assertThat(services.<List<Integer>>at("$.services[*].id")).containsExactly(11, 12, 13);
        assertThat(services.<String>at("$.services[2].domain")).isEqualTo("test");
        assertSameFields(services, "$.services[*]");
        assertPrints(
                caller.get("/billing/balance"),
                """
                {"result": "success", "balance": 99.5}
                """);
    }

    /**
     * The document shows 42. An account that also has the document's invoice 71 gets the next
     * number, 72.
     */
    @Test
    void addFundsInvoice() {
        assertPrints(
                curl(
                        """
                        curl -X POST https://api.puregpu.com/billing/invoices/funds \
                          -H "X-API-Key: {token}" \
                          -H "Content-Type: application/json" \
                          -d '{
                            "amount": 10
                          }'
                        """),
                """
                {
                  "result": "success",
                  "invoice_id": 72
                }
                """);
    }

    @Test
    void getBalance() {
        assertPrints(
                curl(
                        """
                        curl -G https://api.puregpu.com/billing/balance \
                          -H "X-API-Key: {token}"
                        """),
                """
                {
                  "result": "success",
                  "balance": 100.0
                }
                """);
    }

    /** The document's 71 and 70, then 41 and 34, which its other commands use. */
    @Test
    void listInvoices() {
        assertPrints(
                curl(
                        """
                        curl -G https://api.puregpu.com/billing/invoices \
                          -H "X-API-Key: {token}"
                        """),
                """
                {
                  "result": "success",
                  "invoices": [
                      {
                          "id": 71,
                          "date": "2024-06-09",
                          "duedate": "2024-06-23",
                          "datepaid": "0000-00-00 00:00:00",
                          "subtotal": "10.00",
                          "credit": "0.00",
                          "total": "10.00",
                          "status": "Unpaid"
                      },
                      {
                          "id": 70,
                          "date": "2024-06-09",
                          "duedate": "2024-06-23",
                          "datepaid": "2024-06-09 11:23:54",
                          "subtotal": "25.00",
                          "credit": "0.00",
                          "total": "25.00",
                          "status": "Paid"
                      },
                      {
                          "id": 41,
                          "date": "2024-06-09",
                          "duedate": "2024-06-23",
                          "datepaid": "0000-00-00 00:00:00",
                          "subtotal": "10.00",
                          "credit": "0.00",
                          "total": "10.00",
                          "status": "Unpaid"
                      },
                      {
                          "id": 34,
                          "date": "2024-06-09",
                          "duedate": "2024-06-23",
                          "datepaid": "0000-00-00 00:00:00",
                          "subtotal": "25.00",
                          "credit": "0.00",
                          "total": "25.00",
                          "status": "Unpaid"
                      }
                  ]
                }
                """);
    }

    @Test
    void getInvoice() {
        assertPrints(
                curl(
                        """
                        curl -G https://api.puregpu.com/billing/invoices/41 \
                          -H "X-API-Key: {token}"
                        """),
                """
                {
                  "result": "success",
                  "invoice": {
                      "date": "2024-06-09",
                      "duedate": "2024-06-23",
                      "datepaid": "0000-00-00 00:00:00",
                      "subtotal": "10.00",
                      "credit": "0.00",
                      "total": "10.00",
                      "balance": "10.00",
                      "status": "Unpaid",
                      "items": [
                          {
                              "id": 77,
                              "type": "AddFunds",
                              "description": "Add Funds",
                              "amount": "10.00"
                          }
                      ]
                  }
                }
                """);
    }

    /** The samples of the Services page, with the product of each service. */
    @Test
    void listServices() {
        assertPrints(
                curl(
                        """
                        curl -G https://api.puregpu.com/services \
                          -H "X-API-Key: {token}"
                        """),
                """
                {
                  "result": "success",
                  "services": [
                      {
                          "id": 11,
                          "pid": 1,
                          "regdate": "2024-06-05",
                          "name": "4090-1x-server",
                          "domain": "test",
                          "dedicatedip": "",
                          "suspensionreason": "",
                          "status": "Cancelled",
                          "billingcycle": "hourly",
                          "billingamount": "0.50"
                      },
                      {
                          "id": 12,
                          "pid": 1,
                          "regdate": "2024-06-05",
                          "name": "4090-1x-server",
                          "domain": "test2",
                          "dedicatedip": "",
                          "suspensionreason": "",
                          "status": "Active",
                          "billingcycle": "Monthly",
                          "billingamount": "400.00"
                      }
                  ]
                }
                """);
    }

    @Test
    void literalTokenOfTheDocumentOpensTheDefaultAccount() {
        var asPasted = new Caller(port, "{token}");
        var byDefaultKey = new Caller(port, "sandbox");
        asPasted.post("/sandbox/reset").expect(200);
        caller = asPasted;
        assertPrints(
                curl(
                        """
                        curl -G https://api.puregpu.com/billing/stripe/cards \
                          -H "X-API-Key: {token}"
                        """),
                CARDS);

        curl("""
        curl -X DELETE https://api.puregpu.com/billing/stripe/cards/15 \
          -H "X-API-Key: {token}"
        """)
                .succeeds();

        assertThat(byDefaultKey.get("/billing/stripe/cards").body())
                .isEqualTo(asPasted.get("/billing/stripe/cards").body())
                .contains("\"payment_methods\":[]");
        byDefaultKey.post("/sandbox/reset").expect(200);
        assertPrints(asPasted.get("/billing/stripe/cards"), CARDS);
    }

    /** Asserts that all objects have the fields of the first, in its order. */
    private static void assertSameFields(Reply reply, String path) {
        var objects = reply.<List<Map<String, Object>>>at(path);
        assertThat(objects)
                .isNotEmpty()
                .allSatisfy(object ->
                        assertThat(List.copyOf(object.keySet()))
                                .isEqualTo(List.copyOf(objects.getFirst().keySet())));
    }
}
