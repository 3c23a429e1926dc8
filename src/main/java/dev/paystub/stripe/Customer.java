package dev.paystub.stripe;

import dev.paystub.account.AccountScoped;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A customer at Stripe: whose cards those are that are attached. */
@Entity
@Table(name = "customers")
class Customer extends AccountScoped<Customer> {

    /** The account's own customer, whose cards the sandbox's core charges. It is no row. */
    static final String OWN = StripeIds.customer();

    /** Its id was given at the instant from which the document's card is. */
    private static final Instant OWN_CREATED = Instant.ofEpochSecond(1_713_454_494);

    private String token;
    private Instant createdAt;
    private @Nullable String description;
    private @Nullable String defaultPaymentMethod;
    private @Nullable @Embedded BillingDetails details;

    @Convert(converter = MetadataConverter.class)
    private Map<String, String> metadata;

    @SuppressWarnings("NullAway.Init")
    protected Customer() {}

    Customer(
            long number,
            String token,
            BillingDetails details,
            @Nullable String description,
            Map<String, String> metadata,
            Instant createdAt) {
        super(number);
        this.token = token;
        this.details = details;
        this.description = description;
        this.metadata = metadata;
        this.createdAt = createdAt;
    }

    /** The account's own: older than every other, of which nothing more is known. */
    static Customer own() {
        return new Customer(0, OWN, BillingDetails.NONE, null, Map.of(), OWN_CREATED);
    }

    /** The card for what nobody names a card for. */
    void setDefaultPaymentMethod(String paymentMethod) {
        defaultPaymentMethod = paymentMethod;
    }

    /** A card has been detached. */
    void removePaymentMethod(String paymentMethod) {
        if (paymentMethod.equals(defaultPaymentMethod)) {
            defaultPaymentMethod = null;
        }
    }

    String token() {
        return token;
    }

    Instant createdAt() {
        return createdAt;
    }

    Optional<String> description() {
        return Optional.ofNullable(description);
    }

    Optional<String> defaultPaymentMethod() {
        return Optional.ofNullable(defaultPaymentMethod);
    }

    BillingDetails details() {
        return details == null ? BillingDetails.NONE : details;
    }

    Map<String, String> metadata() {
        return metadata;
    }
}
