package dev.paystub.stripe.card;

import dev.paystub.account.AccountScoped;
import dev.paystub.stripe.MetadataConverter;
import dev.paystub.stripe.StripeIds;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A customer at Stripe, to which payment methods can be attached. */
@Entity
@Table(name = "customers")
class Customer extends AccountScoped<Customer> {

    /** The id of the account's own customer, whose cards pay its invoices. It has no row. */
    static final String OWN = StripeIds.customer();

    /**
     * The instant at which the card in PureGPU's document was created, to which this id belongs.
     */
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

    /** Returns the account's own customer: the oldest one, without any details. */
    static Customer own() {
        return new Customer(0, OWN, BillingDetails.NONE, null, Map.of(), OWN_CREATED);
    }

    /** Sets the payment method for charges that name none. */
    void setDefaultPaymentMethod(String paymentMethod) {
        defaultPaymentMethod = paymentMethod;
    }

    /** Forgets the default payment method when it is the detached one. */
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
