package dev.paystub.stripe;

import dev.paystub.account.Tokens;

/**
 * Stripe's ids for objects that are not stored as Stripe's, derived from their own ids: equal
 * inputs give equal ids.
 */
public final class StripeIds {

    private static final String OWN_CUSTOMER = "cus_Pil9K60xftjZ88";
    private static final int LENGTH = 24;
    private static final int CUSTOMER_LENGTH = 14;

    private StripeIds() {}

    /** Returns the customer whose cards pay the account's invoices. */
    public static String customer() {
        return OWN_CUSTOMER;
    }

    /** Returns the customer that stands for an organization. */
    public static String organization(String id) {
        return "cus_" + Tokens.of("stripe-customer", Long.parseLong(id), CUSTOMER_LENGTH);
    }

    /**
     * Returns the id of a subscription of an organization.
     *
     * @param place 1 for the first subscription
     */
    public static String subscription(String organization, int place) {
        return "sub_"
                + Tokens.of("stripe-subscription-" + place, Long.parseLong(organization), LENGTH);
    }

    /** Returns the id of the only item of a subscription. */
    public static String subscriptionItem(String organization, int place) {
        return "si_"
                + Tokens.of("stripe-item-" + place, Long.parseLong(organization), CUSTOMER_LENGTH);
    }
}
