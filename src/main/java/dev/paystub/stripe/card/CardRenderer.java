package dev.paystub.stripe.card;

import dev.paystub.stripe.Expand;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Renders customers and payment methods as Stripe's API returns them: an object that another one
 * refers to appears as its id, or in full where the request expands it.
 */
@Service
public class CardRenderer {

    private final Customers customers;
    private final PaymentMethodService paymentMethods;

    CardRenderer(Customers customers, PaymentMethodService paymentMethods) {
        this.customers = customers;
        this.paymentMethods = paymentMethods;
    }

    @Transactional(readOnly = true)
    public Object customer(Customer customer, Expand expand) {
        var settings = expand.in("invoice_settings");
        var preferred = customer.defaultPaymentMethod().orElse(null);
        return CustomerJson.of(
                customer,
                preferred != null && settings.has("default_payment_method")
                        ? paymentMethods
                                .findExisting(preferred)
                                .map(method ->
                                        paymentMethod(
                                                method, settings.in("default_payment_method")))
                                .orElse(preferred)
                        : preferred);
    }

    /**
     * Renders the {@code customer} of another object.
     *
     * @return null without a customer; the id where it is not expanded, or is not known
     */
    @Transactional(readOnly = true)
    public @Nullable Object customer(@Nullable String id, Expand expand) {
        return id == null || !expand.has("customer")
                ? id
                : customers
                        .find(id)
                        .<Object>map(customer -> customer(customer, expand.in("customer")))
                        .orElse(id);
    }

    /** Renders the account's own customer with a default payment method, which is not expanded. */
    public Object ownCustomer(String defaultPaymentMethod) {
        return CustomerJson.of(Customer.own(), defaultPaymentMethod);
    }

    @Transactional(readOnly = true)
    public Object paymentMethod(PaymentMethod method, Expand expand) {
        return PaymentMethodJson.of(method, customer(method.customer().orElse(null), expand));
    }

    /**
     * Renders a payment method for a secret or a publishable key. The latter sees fewer fields, and
     * expands none.
     */
    @Transactional(readOnly = true)
    public Object paymentMethod(PaymentMethod method, boolean publishable, Expand expand) {
        return publishable ? PaymentMethodJson.inBrowser(method) : paymentMethod(method, expand);
    }
}
