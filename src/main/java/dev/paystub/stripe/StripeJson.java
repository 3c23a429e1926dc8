package dev.paystub.stripe;

import dev.paystub.http.PublicUrl;
import dev.paystub.stripe.IntentService.IntentResult;
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
    private final PaymentMethodService paymentMethods;
    private final PublicUrl url;

    StripeJson(Customers customers, PaymentMethodService paymentMethods, PublicUrl url) {
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
    public Object intent(IntentResult result, boolean publishable, Expand expand) {
        return IntentJson.of(new IntentJson.Shown(result, publishable, expand, this, url));
    }

    @Transactional(readOnly = true)
    public @Nullable Object charge(IntentResult result, Expand expand) {
        var intent = result.intent();
        return intent.charge()
                .map(id ->
                        ChargeJson.of(
                                id,
                                intent,
                                result.paymentMethod(),
                                customer(intent.customer().orElse(null), expand),
                                expand.has("payment_intent")
                                        ? intent(result, false, expand.in("payment_intent"))
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
