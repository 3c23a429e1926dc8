package dev.paystub.scenario;

import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The current account as one JSON document, built from the documented GETs of both APIs: cards,
 * invoices with their items, payments, services, organizations with their subscriptions and bills,
 * the balance, and the clock. Lists become objects keyed by id.
 */
@Component
class AccountDocument {

    private static final String ORGANIZATIONS = "/v1/organizations";

    private final InProcessClient calls;

    AccountDocument(InProcessClient calls) {
        this.calls = calls;
    }

    ObjectNode take() {
        return take(calls.read("/sandbox/clock"));
    }

    /**
     * Returns the document with the given clock: a snapshot's account does not have the clock that
     * was snapshotted.
     */
    ObjectNode take(JsonNode clock) {
        var document = JsonNodeFactory.instance.objectNode();
        document.set("clock", clock);
        document.set("balance", calls.read("/billing/balance").required("balance"));
        cards(document);
        invoices(document.putObject("invoices"));
        payments(document.putObject("payments"));
        services(document.putObject("services"));
        organizations(document.putObject("organizations"));
        return document;
    }

    private void cards(ObjectNode document) {
        var cards = calls.read("/billing/stripe/cards").required("payment_methods");
        // the default card is the first of the list; no field says so
        document.set(
                "default_card",
                cards.isEmpty()
                        ? JsonNodeFactory.instance.nullNode()
                        : cards.required(0).required("id"));
        byId(cards, "id", document.putObject("cards"));
    }

    private void invoices(ObjectNode invoices) {
        for (var entry : calls.read("/billing/invoices").required("invoices")) {
            var id = entry.required("id").asString();
            var invoice = (ObjectNode) calls.read("/billing/invoices/" + id).required("invoice");
            var items = invoice.remove("items");
            byId(items, "id", invoice.putObject("items"));
            invoices.set(id, invoice);
        }
    }

    private void payments(ObjectNode payments) {
        for (var entry : calls.read("/sandbox/crypto/payments").required("payments")) {
            var id = entry.required("id").asString();
            payments.set(id, calls.read("/billing/crypto/payments/" + id).required("payment"));
        }
    }

    private void services(ObjectNode services) {
        for (var entry : calls.read("/services").required("services")) {
            var id = entry.required("id").asString();
            services.set(id, calls.read("/services/" + id).required("service"));
        }
    }

    private void organizations(ObjectNode organizations) {
        var list = calls.read(ORGANIZATIONS + "/list").required("data").required("organizations");
        for (var entry : list) {
            var id = entry.required("org_id").asString();
            var organization = (ObjectNode) entry;
            var query = "?org_id=" + id;
            organization.set(
                    "subscription",
                    calls.read(ORGANIZATIONS + "/billing/describe" + query)
                            .required("response")
                            .required("subscription"));
            byId(
                    calls.read(ORGANIZATIONS + "/billing/history" + query)
                            .required("billing_history"),
                    "id",
                    organization.putObject("history"));
            organizations.set(id, organization);
        }
    }

    private static void byId(JsonNode list, String id, ObjectNode to) {
        list.forEach(entry -> to.set(entry.required(id).asString(), entry));
    }
}
