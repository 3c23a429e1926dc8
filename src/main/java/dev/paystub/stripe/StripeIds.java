package dev.paystub.stripe;

import dev.paystub.account.Tokens;

/** The ids that what is not kept at the simulated Stripe has there: the same for the same thing. */
public final class StripeIds {

    private static final String OWN_CUSTOMER = "cus_Pil9K60xftjZ88";
    private static final int LENGTH = 24;
    private static final int CUSTOMER_LENGTH = 14;

    private StripeIds() {}

    /** The customer whose cards the account pays its invoices with. */
    public static String customer() {
        return OWN_CUSTOMER;
    }

    /** An organization, which is a customer of its own. */
    public static String organization(String id) {
        return "cus_" + Tokens.of("stripe-customer", Long.parseLong(id), CUSTOMER_LENGTH);
    }

    /**
     * One of an organization's subscriptions.
     *
     * @param place 1 for its first
     */
    public static String subscription(String organization, int place) {
        return "sub_"
                + Tokens.of("stripe-subscription-" + place, Long.parseLong(organization), LENGTH);
    }

    /** What a subscription is to. */
    public static String subscriptionItem(String organization, int place) {
        return "si_"
                + Tokens.of("stripe-item-" + place, Long.parseLong(organization), CUSTOMER_LENGTH);
    }
}
