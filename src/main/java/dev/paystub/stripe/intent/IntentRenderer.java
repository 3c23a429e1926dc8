package dev.paystub.stripe.intent;

import dev.paystub.http.PublicUrl;
import dev.paystub.stripe.Expand;
import dev.paystub.stripe.card.CardRenderer;
import dev.paystub.stripe.intent.IntentService.IntentResult;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Renders SetupIntents, PaymentIntents and charges as Stripe's API returns them. */
@Service
public class IntentRenderer {

    private final CardRenderer cards;
    private final PublicUrl url;

    IntentRenderer(CardRenderer cards, PublicUrl url) {
        this.cards = cards;
        this.url = url;
    }

    /** Renders an intent for a secret or a publishable key; the latter sees fewer fields. */
    @Transactional(readOnly = true)
    public Object intent(IntentResult result, boolean publishable, Expand expand) {
        var fields = new IntentFields(result, publishable, expand, cards, this, url);
        return switch (result.intent().kind()) {
            case SETUP -> {
                var intent = SetupIntentJson.of(fields);
                yield publishable ? new SetupIntentJson.InBrowser(intent) : intent;
            }
            case PAYMENT -> {
                var intent = PaymentIntentJson.of(fields);
                yield publishable ? new PaymentIntentJson.InBrowser(intent) : intent;
            }
        };
    }

    /** Renders the charge of a PaymentIntent; null before there is one. */
    @Transactional(readOnly = true)
    public @Nullable Object charge(IntentResult result, Expand expand) {
        var intent = result.intent();
        return intent.charge()
                .map(id ->
                        ChargeJson.of(
                                id,
                                intent,
                                result.paymentMethod(),
                                cards.customer(intent.customer().orElse(null), expand),
                                expand.has("payment_intent")
                                        ? intent(result, false, expand.in("payment_intent"))
                                        : intent.token()))
                .orElse(null);
    }
}
