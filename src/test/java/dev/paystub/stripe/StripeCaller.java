package dev.paystub.stripe;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** A client of Stripe's API for the account of a caller, with a secret or a publishable key. */
record StripeCaller(Caller caller, String key, String base) {

    static final String BELOW = "/stripe/v1";
    static final String CUSTOMER = "cus_Pil9K60xftjZ88";
    static final String CARD = "type=card&card[number]=%s&card[exp_month]=8&card[exp_year]=2030";

    static StripeCaller secret(Caller caller) {
        return new StripeCaller(caller, "sk_test_" + caller.key(), BELOW);
    }

    static StripeCaller publishable(Caller caller) {
        return new StripeCaller(caller, "pk_test_" + caller.key(), BELOW);
    }

    /** Returns a client that calls the API without a path prefix. */
    StripeCaller atTheRoot() {
        return new StripeCaller(caller, key, "/v1");
    }

    Reply get(String path) {
        return Caller.send(request(path).build());
    }

    /** Posts a form that is encoded already, except for brackets and spaces. */
    Reply post(String path, String form) {
        return Caller.send(form(path, form).build());
    }

    Reply post(String path, String form, String idempotencyKey) {
        return Caller.send(form(path, form).header("Idempotency-Key", idempotencyKey).build());
    }

    HttpRequest.Builder form(String path, String form) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form.replace(" ", "+")));
    }

    HttpRequest.Builder request(String path) {
        return caller.request(base + path.replace("[", "%5B").replace("]", "%5D"))
                .header("Authorization", "Bearer " + key);
    }

    /** Creates a payment method from a card number, with a security code. Returns its id. */
    String card(String number) {
        var cvc = number.startsWith("37") ? "1234" : "123";
        return post("/payment_methods", CARD.formatted(number) + "&card[cvc]=" + cvc)
                .expect(200)
                .at("$.id");
    }

    /** Answers the challenge on the page on which a card holder authenticates. */
    Reply authenticate(String clientSecret, String outcome) {
        return Caller.send(authentication(clientSecret, outcome).build());
    }

    HttpRequest.Builder authentication(String clientSecret, String outcome) {
        return caller.request("/stripe/authentication")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                        BodyPublishers.ofString(
                                "client_secret=" + clientSecret + "&outcome=" + outcome));
    }
}
