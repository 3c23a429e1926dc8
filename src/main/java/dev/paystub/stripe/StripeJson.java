package dev.paystub.stripe;

import dev.paystub.http.PublicUrl;
import dev.paystub.stripe.IntentService.Standing;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stripe's objects as its API shows them: others by their ids, or in full where a request expands
 * them. A web page sees less of them, and nothing of the customer.
 */
@Service
public class StripeJson {

    private final Customers customers;
    private final PaymentMethodStore paymentMethods;
    private final PublicUrl url;

    StripeJson(Customers customers, PaymentMethodStore paymentMethods, PublicUrl url) {
        this.customers = customers;
        this.paymentMethods = paymentMethods;
        this.url = url;
    }

    @Transactional(readOnly = true)
    public Object customer(Customer customer, Expand expand) {
        var settings = expand.in("invoice_settings");
        var preferred = customer.defaultPaymentMethod().orElse(null);
        return CustomerJson.of(
                customer,
                preferred != null && settings.has("default_payment_method")
                        ? paymentMethods
                                .known(preferred)
                                .map(method ->
                                        paymentMethod(
                                                method, settings.in("default_payment_method")))
                                .orElse(preferred)
                        : preferred);
    }

    @Transactional(readOnly = true)
    public Object paymentMethod(PaymentMethod method, Expand expand) {
        return PaymentMethodJson.of(method, customer(method.customer().orElse(null), expand));
    }

    /** An intent as a secret key sees it, or a publishable one. */
    @Transactional(readOnly = true)
    public Object intent(Standing standing, boolean publishable, Expand expand) {
        return IntentJson.of(new IntentJson.Shown(standing, publishable, expand, this, url));
    }

    @Transactional(readOnly = true)
    public @Nullable Object charge(Standing standing, Expand expand) {
        var intent = standing.intent();
        return intent.charge()
                .map(id ->
                        ChargeJson.of(
                                id,
                                intent,
                                standing.paymentMethod(),
                                customer(intent.customer().orElse(null), expand),
                                expand.has("payment_intent")
                                        ? intent(standing, false, expand.in("payment_intent"))
                                        : intent.token()))
                .orElse(null);
    }

    /** The customer where another object names it: its id, or all of it. */
    @Nullable Object customer(@Nullable String id, Expand expand) {
        return id == null || !expand.has("customer")
                ? id
                : customers
                        .find(id)
                        .<Object>map(customer -> customer(customer, expand.in("customer")))
                        .orElse(id);
    }
}
