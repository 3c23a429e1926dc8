package dev.paystub.contract;

import static dev.paystub.contract.JsonText.assertPrints;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import dev.paystub.testing.Wire;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The six operations of the Cloud Plans billing document and their two siblings: bodies,
 * parameters, roles, links and errors.
 */
@ServerTest
@Tag("postgres-full")
class CloudPlansContractTests {

    private static final String BILLING = "/v1/organizations/billing";
    private static final String SUBSCRIBED = "1001";
    private static final String FREE = "1002";

    private static final String UPDATED =
            """
            {
              "status": 200
            }
            """;

    /** The operations, each with an organization and a quantity for which it succeeds. */
    private enum Operation {
        DESCRIBE("GET", "/describe?action=getorganization", SUBSCRIBED, false),
        HISTORY("GET", "/history?action=list_billing", SUBSCRIBED, false),
        GETPAYMENTLINK("POST", "/update?action=getpaymentlink", FREE, true),
        GETUPDATECARDLINK("POST", "/update?action=getupdatecardlink", SUBSCRIBED, false),
        UPDATESUBSCRIPTION("POST", "/update?action=updatesubscription", SUBSCRIBED, true),
        CANCELSUBSCRIPTION("POST", "/update?action=cancelsubscription", SUBSCRIBED, false);

        private final String method;
        private final String path;
        private final String organization;
        private final boolean quantified;

        Operation(String method, String path, String organization, boolean quantified) {
            this.method = method;
            this.path = BILLING + path;
            this.organization = organization;
            this.quantified = quantified;
        }

        /** Calls the operation with its parameters in the query. */
        Reply call(Caller caller, String organizationId) {
            return caller.send(method, path + query(organizationId), null);
        }

        private String query(String organizationId) {
            var query = "&org_id=" + URLEncoder.encode(organizationId, UTF_8);
            return quantified ? query + "&quantity=20" : query;
        }
    }

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-07-01T12:00:00Z");
    }

    // Responses

    @Test
    void describeBilling() {
        assertPrints(
                describe(SUBSCRIBED),
                """
                {
                  "status": 200,
                  "response": {
                    "organization": {
                      "resources": 7,
                      "name": "Acme Cloud",
                      "id": "1001",
                      "owner": "owner@example.com"
                    },
                    "subscription": {
                      "payment_exp": "12/2034",
                      "plan": "resource-based",
                      "quantity": "10"
                    }
                  }
                }
                """);
    }

    @Test
    void describeBillingWithoutSubscription() {
        assertPrints(describe(FREE), freeOrganization());
    }

    private static String freeOrganization() {
        return """
        {
          "status": 200,
          "response": {
            "organization": {
              "resources": 2,
              "name": "Free Org",
              "id": "1002",
              "owner": "owner@example.com"
            },
            "subscription": {
              "payment_exp": "",
              "plan": "free",
              "quantity": "0"
            }
          }
        }
        """;
    }

    @Test
    void billingHistory() {
        var history = history(SUBSCRIBED);

        var ids = history.<List<String>>at("$.billing_history[*].id");
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("in_[A-Za-z0-9]{24}"));
        assertPrints(
                history,
                """
                {
                  "status": 200,
                  "billing_history": [
                    {
                      "status": "paid",
                      "id": "%s",
                      "organization": "1001",
                      "date": "2024-06-30",
                      "due_date": "2024-06-30",
                      "amount": "59.90"
                    },
                    {
                      "status": "unpaid",
                      "id": "%s",
                      "organization": "1001",
                      "date": "2024-05-31",
                      "due_date": "2024-05-31",
                      "amount": "59.90"
                    },
                    {
                      "status": "paid",
                      "id": "%s",
                      "organization": "1001",
                      "date": "2024-04-30",
                      "due_date": "2024-04-30",
                      "amount": "59.90"
                    }
                  ]
                }
                """
                        .formatted(ids.toArray()));
    }

    @Test
    void billingHistoryWithoutSubscription() {
        assertPrints(
                history(FREE),
                """
                {"status": 200, "billing_history": []}
                """);
    }

    @Test
    void createSubscription() {
        var reply = Operation.GETPAYMENTLINK.call(caller, FREE);

        assertThat(reply.<String>at("$.response"))
                .matches("http://localhost:" + port + "/checkout/cs_test_[A-Za-z0-9]+");
        assertPrints(
                reply,
                """
                {"status": 200, "response": "%s"}
                """
                        .formatted(reply.<String>at("$.response")));
        assertPrints(describe(FREE), freeOrganization());
    }

    @Test
    void changePaymentMethod() {
        var reply = Operation.GETUPDATECARDLINK.call(caller, SUBSCRIBED);

        assertThat(reply.<String>at("$.response"))
                .matches("http://localhost:" + port + "/portal/bps_[A-Za-z0-9]+");
        assertPrints(
                reply,
                """
                {"status": 200, "response": "%s"}
                """
                        .formatted(reply.<String>at("$.response")));
    }

    @Test
    void updateSubscription() {
        assertPrints(Operation.UPDATESUBSCRIPTION.call(caller, SUBSCRIBED), UPDATED);

        assertSubscription(SUBSCRIBED, "12/2034", "20");
    }

    @Test
    void updateBillsTheSegmentThatItCloses() {
        var before = history(SUBSCRIBED).<List<Object>>at("$.billing_history");
        caller.advanceTo("2024-07-15T12:00:00Z");

        Operation.UPDATESUBSCRIPTION.call(caller, SUBSCRIBED).expect(200);

        var rows = history(SUBSCRIBED).<List<Map<String, Object>>>at("$.billing_history");
        assertThat(rows).hasSize(before.size() + 1);
        assertThat(rows.getFirst())
                .containsOnlyKeys("status", "id", "organization", "date", "due_date", "amount")
                .contains(
                        entry("status", "paid"),
                        entry("organization", SUBSCRIBED),
                        entry("date", "2024-07-15"),
                        entry("due_date", "2024-07-15"),
                        entry("amount", "29.95"));
        assertThat(rows.subList(1, rows.size())).isEqualTo(before);
    }

    @Test
    void updateToTheSameQuantityBillsNothing() {
        var before = state();
        caller.advanceTo("2024-07-15T12:00:00Z");

        assertPrints(update("updatesubscription&org_id=1001&quantity=10"), UPDATED);

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void cancelSubscription() {
        assertPrints(Operation.CANCELSUBSCRIPTION.call(caller, SUBSCRIBED), UPDATED);

        assertSubscription(SUBSCRIBED, "", "0");
        assertThat(describe(SUBSCRIBED).<String>at("$.response.subscription.plan"))
                .isEqualTo("free");
        assertThat(describe(SUBSCRIBED).<Integer>at("$.response.organization.resources"))
                .isEqualTo(7);
        assertThat(history(SUBSCRIBED).<Map<String, Object>>at("$.billing_history[0]"))
                .contains(
                        entry("status", "paid"),
                        entry("date", "2024-07-01"),
                        entry("amount", "2.00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/list", "/list?action=list"})
    void listOrganizations(String path) {
        assertPrints(
                caller.get("/v1/organizations" + path),
                """
                {
                  "status": 200,
                  "data": {
                    "organizations": [
                      {
                        "org_id": "1001",
                        "org_name": "Acme Cloud",
                        "role": "Owner",
                        "owner": "owner@example.com",
                        "resources": 7
                      },
                      {
                        "org_id": "1002",
                        "org_name": "Free Org",
                        "role": "Owner",
                        "owner": "owner@example.com",
                        "resources": 2
                      }
                    ]
                  }
                }
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/create", "/create?action=create"})
    void createOrganization(String path) {
        assertPrints(
                caller.post("/v1/organizations" + path, "{\"org_name\": \"Néw Org 😀\"}"),
                """
                {
                  "status": 200,
                  "response": {
                    "id": "1003"
                  }
                }
                """);

        assertPrints(
                describe("1003"),
                freeOrganization()
                        .replace("Free Org", "Néw Org 😀")
                        .replace("1002", "1003")
                        .replace(": 2,", ": 0,"));
    }

    @Test
    void createOrganizationWithItsNameInTheQuery() {
        caller.post("/v1/organizations/create?org_name=New%20Org").expect(200);

        assertThat(describe("1003").<String>at("$.response.organization.name"))
                .isEqualTo("New Org");
    }

    // Places of parameters

    @ParameterizedTest
    @EnumSource
    void parametersAreTakenFromTheQuery(Operation operation) {
        operation.call(caller, operation.organization).expect(200);
    }

    @ParameterizedTest
    @EnumSource
    void parametersAreTakenFromTheBody(Operation operation) {
        var body =
                operation.quantified
                        ? "{\"org_id\": \"%s\", \"quantity\": 20}"
                        : "{\"org_id\": \"%s\"}";

        caller.send(operation.method, operation.path, body.formatted(operation.organization))
                .expect(200);
    }

    @ParameterizedTest
    @EnumSource
    void bodyMayGiveTheIdAsNumber(Operation operation) {
        var body = operation.quantified ? "{\"org_id\": %s, \"quantity\": 20}" : "{\"org_id\": %s}";

        caller.send(operation.method, operation.path, body.formatted(operation.organization))
                .expect(200);
    }

    @ParameterizedTest
    @EnumSource
    void parametersMayBeInQueryAndBodyWhenTheyAgree(Operation operation) {
        var body = "{\"org_id\": \"%s\", \"quantity\": \"20\"}".formatted(operation.organization);

        caller.send(
                        operation.method,
                        operation.path + operation.query(operation.organization),
                        body)
                .expect(200);
    }

    @ParameterizedTest
    @EnumSource
    void idsThatDifferBetweenQueryAndBodyAreRefused(Operation operation) {
        var before = state();
        var other = operation.organization.equals(FREE) ? SUBSCRIBED : FREE;

        assertRefused(
                caller.send(
                        operation.method,
                        operation.path + operation.query(operation.organization),
                        "{\"org_id\": \"%s\"}".formatted(other)),
                400,
                "org_id");
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"GETPAYMENTLINK", "UPDATESUBSCRIPTION"})
    void quantitiesThatDifferBetweenQueryAndBodyAreRefused(Operation operation) {
        var before = state();

        assertRefused(
                caller.send(
                        operation.method,
                        operation.path + operation.query(operation.organization),
                        "{\"quantity\": 21}"),
                400,
                "quantity");
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void idIsRequired(Operation operation) {
        var before = state();

        assertRefused(
                caller.send(operation.method, operation.path + "&quantity=20", null),
                400,
                "org_id is required");
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"GETPAYMENTLINK", "UPDATESUBSCRIPTION"})
    void quantityIsRequired(Operation operation) {
        var before = state();

        assertRefused(
                caller.post(operation.path + "&org_id=" + operation.organization),
                400,
                "quantity is required");
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "10000", "\"7\"", "\"10000\""})
    void quantityIsANumberOrNumericText(String quantity) {
        assertPrints(
                caller.post(
                        BILLING + "/update?action=updatesubscription&org_id=1001",
                        "{\"quantity\": %s}".formatted(quantity)),
                UPDATED);

        assertSubscription(SUBSCRIBED, "12/2034", quantity.replace("\"", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "10001",
                "7.5",
                "\"0\"",
                "\"-7\"",
                "\"7.5\"",
                "\"seven\"",
                "\"\""
            })
    void quantityIsAWholeNumberFromOneToTenThousand(String quantity) {
        var before = state();

        for (var action : List.of("getpaymentlink&org_id=1002", "updatesubscription&org_id=1001")) {
            assertRefused(
                    caller.post(
                            BILLING + "/update?action=" + action,
                            "{\"quantity\": %s}".formatted(quantity)),
                    400,
                    "uantity");
            assertRefused(
                    update(action + "&quantity=" + quantity.replace("\"", "")), 400, "quantity");
        }
        assertThat(state()).isEqualTo(before);
    }

    // Actions

    @ParameterizedTest
    @ValueSource(
            strings = {
                BILLING + "/describe?org_id=1001",
                BILLING + "/history?org_id=1001",
                "/v1/organizations/list"
            })
    void actionMayBeLeftOutWhereThereIsOnlyOne(String path) {
        caller.get(path).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BILLING + "/describe?org_id=1001, getorganization",
                BILLING + "/history?org_id=1001, list_billing",
                "/v1/organizations/list?, list"
            })
    void unknownActionOfAGetIsRefusedWithTheKnownOne(String pathAndAction) {
        var path = pathAndAction.split(", ")[0];
        var known = pathAndAction.split(", ")[1];

        assertRefused(caller.get(path + "&action=nonsense"), 400, known);
    }

    @Test
    void unknownActionOfCreateIsRefusedWithTheKnownOne() {
        assertRefused(
                caller.post("/v1/organizations/create?org_name=x&action=nonsense"), 400, "create");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?org_id=1001&quantity=20",
                "?org_id=1001&quantity=20&action=",
                "?org_id=1001&quantity=20&action=nonsense",
                "?org_id=1001&quantity=20&action=getorganization",
                "?org_id=1001&quantity=20&action=updatesubscription%20"
            })
    void missingOrUnknownActionOfAnUpdateIsRefusedWithTheKnownOnes(String query) {
        var before = state();

        var reply = caller.post(BILLING + "/update" + query);

        for (var action :
                List.of(
                        "getpaymentlink",
                        "getupdatecardlink",
                        "updatesubscription",
                        "cancelsubscription")) {
            assertRefused(reply, 400, action);
        }
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void twoDifferentActionsAreRefused() {
        var before = state();

        assertRefused(
                update("cancelsubscription&org_id=1001&action=getupdatecardlink"), 400, "action");
        assertThat(state()).isEqualTo(before);
    }

    // Roles

    static Stream<Arguments> rolesAndOperations() {
        var read = List.of("viewer", "billing", "admin");
        var write = List.of("billing", "admin");
        return Stream.of("viewer", "planner", "billing", "admin")
                .flatMap(role ->
                        Stream.of(Operation.values())
                                .map(operation ->
                                        Arguments.of(
                                                role,
                                                operation,
                                                (operation.method.equals("GET") ? read : write)
                                                        .contains(role))));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("rolesAndOperations")
    void roleDecidesWhatIsAllowed(String role, Operation operation, boolean allowed) {
        var before = state();
        var inRole = new Caller(port, caller.key() + "." + role);

        var reply = operation.call(inRole, operation.organization);

        if (allowed) {
            reply.expect(200);
        } else {
            assertRefused(reply, 403, role);
            assertThat(state()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "planner", "billing", "admin"})
    void everyRoleListsTheOrganizationsAndItsOwnRole(String role) {
        var list = new Caller(port, caller.key() + "." + role).get("/v1/organizations/list");

        assertThat(list.expect(200).<List<String>>at("$.data.organizations[*].org_id"))
                .containsExactly(SUBSCRIBED, FREE);
        assertThat(list.<List<String>>at("$.data.organizations[*].role"))
                .allMatch(shown -> shown.equalsIgnoreCase(role));
    }

    @Test
    void rolesActOnTheSameAccount() {
        new Caller(port, caller.key() + ".billing")
                .post(BILLING + "/update?action=updatesubscription&org_id=1001&quantity=20")
                .expect(200);

        assertSubscription(SUBSCRIBED, "12/2034", "20");
    }

    @Test
    void missingRightIsSaidBeforeAnythingAboutTheOrganization() {
        assertRefused(
                Operation.DESCRIBE.call(new Caller(port, caller.key() + ".planner"), "9999"),
                403,
                "planner");
    }

    // Tokens

    static Stream<Arguments> tokensThatOpenNothing() {
        return Stream.of(
                        "",
                        "Bearer",
                        "Bearer ",
                        "Basic c2FuZGJveDo=",
                        "sandbox",
                        "Bearer a b",
                        "Bearer <token>",
                        "Bearer \"quoted\"",
                        "Bearer " + "x".repeat(200),
                        "Bearer invalid",
                        "Bearer invalid-token",
                        "Bearer invalid.viewer")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("tokensThatOpenNothing")
    void tokenThatOpensNothingIsUnauthorized(String authorization) {
        for (var operation : Operation.values()) {
            assertRefused(call(operation, authorization), 401, "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer expired", "Bearer expired-yesterday", "Bearer expired.admin"})
    void expiredTokenIsUnauthorizedAndSaysSo(String authorization) {
        for (var operation : Operation.values()) {
            assertRefused(call(operation, authorization), 401, "expired");
        }
    }

    @Test
    void apiKeyOfTheOtherApiIsNoToken() {
        var request =
                caller.request(BILLING + "/describe?org_id=1001").header("X-API-Key", caller.key());

        assertRefused(Caller.send(request.build()), 401, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "Bearer   "})
    void schemeIsReadInAnyCase(String scheme) {
        assertThat(call(Operation.DESCRIBE, scheme + caller.key()).expect(200).body())
                .isEqualTo(describe(SUBSCRIBED).body());
    }

    @Test
    void literalTokenOfTheDocumentsOpensTheDefaultAccount() {
        assertThat(call(Operation.DESCRIBE, "Bearer {token}").expect(200).body())
                .isEqualTo(call(Operation.DESCRIBE, "Bearer sandbox").expect(200).body());
    }

    private Reply call(Operation operation, String authorization) {
        var request =
                caller.request(operation.path + operation.query(operation.organization))
                        .method(operation.method, BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return Caller.send(request.build());
    }

    // Unknown organizations, and states that do not allow an operation

    @ParameterizedTest
    @EnumSource
    void unknownOrganizationIsNotFound(Operation operation) {
        var ids =
                List.of(
                        "1003",
                        "9999",
                        "0",
                        "-1001",
                        "1001.0",
                        "Acme Cloud",
                        "1001x",
                        "99999999999999999999");
        for (var id : ids) {
            assertRefused(operation.call(caller, id), 404, "rganization");
        }
    }

    @ParameterizedTest
    @EnumSource
    void organizationOfAnotherAccountIsNotFound(Operation operation) {
        var other = Caller.fresh(port);
        other.post("/v1/organizations/create", "{\"org_name\": \"Other\"}").expect(200);
        other.get(BILLING + "/describe?org_id=1003").expect(200);

        var unknown = operation.call(caller, "9999").body();
        assertThat(operation.call(caller, "1003").expect(404).body()).isEqualTo(unknown);
    }

    @Test
    void secondSubscriptionIsAConflict() {
        assertConflict("getpaymentlink&org_id=1001&quantity=20", "has a subscription already");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "getupdatecardlink&org_id=1002",
                "updatesubscription&org_id=1002&quantity=20",
                "cancelsubscription&org_id=1002"
            })
    void missingSubscriptionIsAConflict(String query) {
        assertConflict(query, "no subscription");
    }

    @Test
    void cancelingTwiceIsAConflict() {
        update("cancelsubscription&org_id=1001").expect(200);

        assertConflict("cancelsubscription&org_id=1001", "no subscription");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "updatesubscription&org_id=1001&quantity=6",
                "getpaymentlink&org_id=1002&quantity=1"
            })
    void quantityBelowWhatIsInUseIsAConflict(String query) {
        assertConflict(query, "uses");
    }

    @Test
    void downgradeToWhatIsInUseIsFine() {
        assertPrints(update("updatesubscription&org_id=1001&quantity=7"), UPDATED);

        assertSubscription(SUBSCRIBED, "12/2034", "7");
    }

    private void assertConflict(String query, String reason) {
        var before = state();
        assertRefused(update(query), 409, reason);
        assertThat(state()).isEqualTo(before);
    }

    // Links

    static Stream<Arguments> headersAndBases() {
        return Stream.of(
                Arguments.of(List.of("Host: localhost:8080"), "http://localhost:8080"),
                Arguments.of(List.of("Host: paystub.example"), "http://paystub.example"),
                Arguments.of(List.of("Host: paystub.example:80"), "http://paystub.example"),
                Arguments.of(List.of("Host: [::1]:8080"), "http://[::1]:8080"),
                Arguments.of(
                        List.of("Host: inside:8080", "X-Forwarded-Host: pay.example"),
                        "http://pay.example"),
                Arguments.of(
                        List.of(
                                "Host: inside:8080",
                                "X-Forwarded-Host: pay.example:8443",
                                "X-Forwarded-Proto: https"),
                        "https://pay.example:8443"),
                Arguments.of(
                        List.of(
                                "Host: inside:8080",
                                "X-Forwarded-Host: pay.example",
                                "X-Forwarded-Proto: https",
                                "X-Forwarded-Prefix: /stub"),
                        "https://pay.example/stub"),
                Arguments.of(
                        List.of(
                                "Host: inside:8080",
                                "X-Forwarded-Host: pay.example",
                                "X-Forwarded-Proto: https",
                                "X-Forwarded-Port: 8443"),
                        "https://pay.example:8443"),
                Arguments.of(
                        List.of("Host: pay.example", "X-Forwarded-Proto: https"),
                        "https://pay.example"),
                Arguments.of(
                        List.of("Host: inside:8080", "Forwarded: host=pay.example;proto=https"),
                        "https://pay.example"),
                Arguments.of(
                        List.of(
                                "Host: inside:8080",
                                "Forwarded: for=192.0.2.1;proto=https;host=\"pay.example:8443\""),
                        "https://pay.example:8443"));
    }

    @ParameterizedTest
    @MethodSource("headersAndBases")
    void linksLeadToWhereTheRequestCameFrom(List<String> headers, String base) {
        var checkout = post("getpaymentlink&org_id=1002&quantity=10", headers);
        var portal = post("getupdatecardlink&org_id=1001", headers);

        assertThat(checkout.<String>at("$.response")).matches(quoted(base + "/checkout/cs_test_"));
        assertThat(portal.<String>at("$.response")).matches(quoted(base + "/portal/bps_"));
    }

    private static String quoted(String beginning) {
        return "\\Q" + beginning + "\\E[A-Za-z0-9]+";
    }

    private Reply post(String query, List<String> headers) {
        var request = "POST %s/update?action=%s HTTP/1.1".formatted(BILLING, query);
        return Wire.send(caller, request, headers.toArray(String[]::new)).expect(200);
    }

    // Paying by a link

    @Test
    void payingOnTheLinkStartsTheSubscription() {
        pay(paymentLink(10), "4242 4242 4242 4242", "12 / 34", "123").expect(200);

        assertPrints(
                describe(FREE),
                freeOrganization()
                        .replace("\"payment_exp\": \"\"", "\"payment_exp\": \"12/2034\"")
                        .replace("\"plan\": \"free\"", "\"plan\": \"resource-based\"")
                        .replace("\"quantity\": \"0\"", "\"quantity\": \"10\""));
        assertThat(history(FREE).<List<Object>>at("$.billing_history")).isEmpty();
        assertConflict("getpaymentlink&org_id=1002&quantity=10", "has a subscription already");
    }

    @Test
    void startedSubscriptionIsBilledInArrears() {
        caller = Caller.frozenAt(port, "2024-04-01T12:00:00Z");
        pay(paymentLink(10), "4242424242424242", "12/34", "123").expect(200);
        caller.advanceTo("2024-04-15T12:00:00Z");
        update("updatesubscription&org_id=1002&quantity=100").expect(200);
        assertThat(amounts(FREE)).containsExactly("29.95");

        caller.advanceTo("2024-04-30T12:00:00Z");

        assertThat(amounts(FREE)).containsExactly("209.50", "29.95");
        assertThat(history(FREE).<List<String>>at("$.billing_history[*].date"))
                .containsExactly("2024-04-30", "2024-04-15");
        assertThat(history(FREE).<List<String>>at("$.billing_history[*].status"))
                .containsOnly("paid");
    }

    private List<String> amounts(String organization) {
        return history(organization).at("$.billing_history[*].amount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4000000000000002",
                "4000000000009995",
                "4000000000009987",
                "4000000000000069",
                "4000000000000127",
                "4000000000000119"
            })
    void declinedCardDoesNotStartTheSubscription(String number) {
        var before = state();
        var link = paymentLink(10);

        assertThat(pay(link, number, "12/34", "123").expect(402).body()).contains("role=\"alert\"");

        assertThat(state()).isEqualTo(before);
        pay(link, "4242424242424242", "12/34", "123").expect(200);
        assertSubscription(FREE, "12/2034", "10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4242424242424241, 12/34, 123",
                "4242, 12/34, 123",
                "4242424242424242, 06/24, 123",
                "4242424242424242, 13/34, 123",
                "4242424242424242, 12/34, 12",
                "4242424242424242, nonsense, 123",
                "x, x, x"
            })
    void formThatIsNotFilledInProperlyDoesNotStartTheSubscription(String form) {
        var before = state();
        var values = form.split(", ");

        pay(paymentLink(10), values[0], values[1], values[2]).expect(402);

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void cardThatDeclinesLaterStartsTheSubscriptionAndLeavesTheBillUnpaid() {
        pay(paymentLink(10), "4000000000000341", "12/34", "123").expect(200);
        assertSubscription(FREE, "12/2034", "10");

        caller.advanceTo("2024-07-31T12:00:00Z");

        assertThat(history(FREE).<List<Map<String, Object>>>at("$.billing_history"))
                .singleElement()
                .satisfies(row ->
                        assertThat(row)
                                .contains(entry("status", "unpaid"), entry("amount", "59.90")));
    }

    @Test
    void linkIsCompletedOnce() {
        var link = paymentLink(10);
        pay(link, "4242424242424242", "12/34", "123").expect(200);
        var before = state();

        pay(link, "5555555555554444", "11/33", "123").expect(409);

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void linkLivesTwentyFourHours() {
        var link = paymentLink(10);
        caller.advance("PT23H59M59S");
        assertThat(page(link).status()).isEqualTo(200);
        caller.advance("PT1S");
        var before = state();

        assertThat(page(link).status()).isEqualTo(410);
        pay(link, "4242424242424242", "12/34", "123").expect(409);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void payingOnThePortalLinkChangesTheCard() {
        var link = Operation.GETUPDATECARDLINK.call(caller, SUBSCRIBED).<String>at("$.response");
        var before = state();
        pay(link, "4000000000000002", "11/33", "123").expect(402);
        assertThat(state()).isEqualTo(before);

        pay(link, "5555555555554444", "11/33", "123").expect(200);

        assertSubscription(SUBSCRIBED, "11/2033", "10");
    }

    @Test
    void pageIsAFormThatPostsToItsOwnLink() {
        var link = paymentLink(10);

        assertThat(page(link).expect(200).body())
                .contains("action=\"../checkout/cs_test_" + link.replaceFirst(".*_", "") + "\"")
                .contains("name=\"number\"", "name=\"expiry\"", "name=\"cvc\"")
                .contains("Free Org", "59.90");
    }

    private String paymentLink(int quantity) {
        return update("getpaymentlink&org_id=1002&quantity=" + quantity)
                .expect(200)
                .at("$.response");
    }

    /** Submits the page's form, as a browser without a key does. */
    private Reply pay(String link, String number, String expiry, String cvc) {
        var form = new ArrayList<String>();
        for (var field :
                List.of(entry("number", number), entry("expiry", expiry), entry("cvc", cvc))) {
            form.add(field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8));
        }
        var request =
                caller.request(URI.create(link).getPath())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(String.join("&", form)));
        return Caller.send(request.build());
    }

    private Reply page(String link) {
        return Caller.send(caller.request(URI.create(link).getPath()).GET().build());
    }

    // Helpers

    private Reply describe(String organization) {
        return Operation.DESCRIBE.call(caller, organization);
    }

    private Reply history(String organization) {
        return Operation.HISTORY.call(caller, organization);
    }

    private Reply update(String query) {
        return caller.post(BILLING + "/update?action=" + query);
    }

    private void assertSubscription(String organization, String expiry, String quantity) {
        var subscription =
                describe(organization).<Map<String, Object>>at("$.response.subscription");
        assertThat(subscription)
                .contains(entry("payment_exp", expiry), entry("quantity", quantity));
    }

    private static void assertRefused(Reply reply, int status, String reason) {
        reply.expect(status);
        JsonText.assertIsJson(reply);
        var response = reply.<String>at("$.response");
        assertThat(response).isNotBlank().contains(reason);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"status\":%d,\"response\":\"%s\"}"
                                .formatted(status, response.replace("\"", "\\\"")));
    }

    /** Returns everything that Cloud Plans shows of the account. */
    private List<String> state() {
        return List.of(
                caller.get("/v1/organizations/list").expect(200).body(),
                describe(SUBSCRIBED).expect(200).body(),
                describe(FREE).expect(200).body(),
                history(SUBSCRIBED).expect(200).body(),
                history(FREE).expect(200).body());
    }
}
