package dev.paystub.stripe.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.account.AccountEvent;
import dev.paystub.payment.Card.CardChanged;
import dev.paystub.stripe.Expand;
import dev.paystub.stripe.card.CardRenderer;
import dev.paystub.stripe.card.PaymentMethodService;
import dev.paystub.stripe.intent.Intent.IntentChanged;
import dev.paystub.stripe.intent.IntentRenderer;
import dev.paystub.stripe.intent.IntentService;
import dev.paystub.webhook.PayloadContributor;
import dev.paystub.webhook.WebhookFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Webhook payloads of intents in every format, and of cards in Stripe's. */
@Component
class StripePayloads implements PayloadContributor {

    private final IntentService intentService;
    private final PaymentMethodService paymentMethods;
    private final IntentRenderer intentRenderer;
    private final CardRenderer cardRenderer;
    private final JsonMapper json;

    StripePayloads(
            IntentService intentService,
            PaymentMethodService paymentMethods,
            IntentRenderer intentRenderer,
            CardRenderer cardRenderer,
            JsonMapper json) {
        this.intentService = intentService;
        this.paymentMethods = paymentMethods;
        this.intentRenderer = intentRenderer;
        this.cardRenderer = cardRenderer;
        this.json = json;
    }

    @Override
    public Optional<Object> payload(AccountEvent event, WebhookFormat style) {
        return switch (event) {
            case IntentChanged changed ->
                    intentService
                            .find(changed.token())
                            .map(result -> intentRenderer.intent(result, false, Expand.NOTHING));
            case CardChanged changed when style == WebhookFormat.STRIPE -> card(changed);
            default -> Optional.empty();
        };
    }

    private Optional<Object> card(CardChanged changed) {
        return switch (changed.change()) {
            case "made_default" -> Optional.of(cardRenderer.ownCustomer(changed.paymentMethod()));
            case "removed" ->
                    // the event is published before the gateway detaches the payment method
                    method(changed)
                            .map(method -> json.valueToTree(method))
                            .map(ObjectNode.class::cast)
                            .map(method -> method.putNull("customer"));
            default -> method(changed);
        };
    }

    /** Renders a stored payment method. It must not create one, not even for a virtual id. */
    private Optional<Object> method(CardChanged changed) {
        return paymentMethods
                .findExisting(changed.paymentMethod())
                .map(method -> cardRenderer.paymentMethod(method, Expand.NOTHING));
    }

    @Override
    public Map<String, Object> previousAttributes(AccountEvent event) {
        return event instanceof CardChanged changed && changed.change().equals("made_default")
                ? Map.of("invoice_settings", new InvoiceSettings(changed.replaced()))
                : Map.of();
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record InvoiceSettings(@Nullable String defaultPaymentMethod) {}
}
