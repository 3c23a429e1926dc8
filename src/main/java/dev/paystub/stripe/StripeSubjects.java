package dev.paystub.stripe;

import dev.paystub.account.AccountEvent;
import dev.paystub.http.PublicUrl;
import dev.paystub.payment.Card.CardChanged;
import dev.paystub.payment.PayMethods;
import dev.paystub.stripe.Intent.IntentChanged;
import dev.paystub.webhook.Style;
import dev.paystub.webhook.SubjectView;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What webhooks show of intents, in every style, and of cards in Stripe's. */
@Component
class StripeSubjects implements SubjectView {

    private final Confirming confirming;
    private final PaymentMethodStore store;
    private final PayMethods payMethods;
    private final PublicUrl url;

    StripeSubjects(
            Confirming confirming, PaymentMethodStore store, PayMethods payMethods, PublicUrl url) {
        this.confirming = confirming;
        this.store = store;
        this.payMethods = payMethods;
        this.url = url;
    }

    @Override
    public Optional<Object> show(AccountEvent event, Style style) {
        return switch (event) {
            case IntentChanged changed ->
                    confirming
                            .standing(changed.token())
                            .map(standing -> IntentShape.of(standing, false, Set.of(), url));
            case CardChanged changed when style == Style.STRIPE ->
                    payMethods.all().stream()
                            .filter(card -> card.number() == changed.number())
                            .findFirst()
                            .flatMap(card -> store.find(card.stored().paymentMethod()))
                            .map(method -> PaymentMethodShape.of(method, Set.of()));
            default -> Optional.empty();
        };
    }
}
