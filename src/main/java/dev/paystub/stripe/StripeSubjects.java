package dev.paystub.stripe;

import dev.paystub.account.AccountEvent;
import dev.paystub.payment.Card.CardChanged;
import dev.paystub.payment.PayMethods;
import dev.paystub.stripe.Intent.IntentChanged;
import dev.paystub.webhook.Style;
import dev.paystub.webhook.SubjectView;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What webhooks show of intents, in every style, and of cards in Stripe's. */
@Component
class StripeSubjects implements SubjectView {

    private final Confirming confirming;
    private final PaymentMethodStore store;
    private final PayMethods payMethods;
    private final Shapes shapes;

    StripeSubjects(
            Confirming confirming, PaymentMethodStore store, PayMethods payMethods, Shapes shapes) {
        this.confirming = confirming;
        this.store = store;
        this.payMethods = payMethods;
        this.shapes = shapes;
    }

    @Override
    public Optional<Object> show(AccountEvent event, Style style) {
        return switch (event) {
            case IntentChanged changed ->
                    confirming
                            .standing(changed.token())
                            .map(standing -> shapes.intent(standing, false, Expand.NOTHING));
            case CardChanged changed when style == Style.STRIPE ->
                    payMethods.all().stream()
                            .filter(card -> card.number() == changed.number())
                            .findFirst()
                            .flatMap(card -> store.known(card.stored().paymentMethod()))
                            .map(method -> shapes.paymentMethod(method, Expand.NOTHING));
            default -> Optional.empty();
        };
    }
}
