package dev.paystub.stripe;

/** The account's one customer at Stripe: whose cards the sandbox's core charges. */
final class Customer {

    static final String ID = "cus_Pil9K60xftjZ88";

    private Customer() {}

    /**
     * @throws StripeRefusal when a parameter names another
     */
    static void require(String id, String param) {
        if (!id.equals(ID)) {
            throw StripeError.missingParam("customer", id, param);
        }
    }
}
