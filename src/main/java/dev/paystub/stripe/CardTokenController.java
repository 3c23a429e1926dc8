package dev.paystub.stripe;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Stripe's card tokens: create, retrieve. */
@RestController
@Hidden
@RequestMapping({StripeApi.ROOT + "/tokens", StripeApi.PREFIXED + "/tokens"})
class CardTokenController {

    private final PaymentMethodService paymentMethods;
    private final Clock clock;

    CardTokenController(PaymentMethodService paymentMethods, Clock clock) {
        this.paymentMethods = paymentMethods;
        this.clock = clock;
    }

    @PostMapping
    CardTokenJson create(HttpServletRequest request) {
        var params = FormParameters.of(request);
        var card = params.object("card").orElseThrow(() -> params.missing("card"));
        var details = CardDetails.read(card, clock.instant());
        card.text("currency");
        var holder = BillingDetailsParameters.ofTokenCard(card);
        Expand.read(params, Expand.Of.ABSENT);
        params.refuseOthers();
        return CardTokenJson.of(paymentMethods.createToken(details, holder));
    }

    @GetMapping("/{id}")
    CardTokenJson retrieve(@PathVariable String id, HttpServletRequest request) {
        var params = FormParameters.of(request);
        Expand.read(params, Expand.Of.ABSENT);
        params.refuseOthers();
        return CardTokenJson.of(paymentMethods.token(id));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record CardTokenJson(
            String id,
            String object,
            TokenCard card,
            @Nullable String clientIp,
            long created,
            boolean livemode,
            String type,
            boolean used) {

        static CardTokenJson of(CardToken token) {
            return new CardTokenJson(
                    token.token(),
                    "token",
                    TokenCard.of(token),
                    null,
                    token.createdAt().getEpochSecond(),
                    false,
                    "card",
                    token.used());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record TokenCard(
            String id,
            String object,
            @Nullable String addressCity,
            @Nullable String addressCountry,
            @Nullable String addressLine1,
            @Nullable String addressLine1Check,
            @Nullable String addressLine2,
            @Nullable String addressState,
            @Nullable String addressZip,
            @Nullable String addressZipCheck,
            String brand,
            String country,
            @Nullable String cvcCheck,
            @Nullable String dynamicLast4,
            int expMonth,
            int expYear,
            String fingerprint,
            String funding,
            String last4,
            Map<String, String> metadata,
            @Nullable String name,
            TokenNetworks networks,
            String regulatedStatus,
            @Nullable String tokenizationMethod,
            @Nullable Object wallet) {

        private static final String UNCHECKED = "unchecked";

        static TokenCard of(CardToken token) {
            var details = token.card();
            var card = TestCards.byNumber(details.number());
            var holder = token.billingDetails();
            return new TokenCard(
                    token.token().replaceFirst("^tok_", "card_"),
                    "card",
                    holder.city(),
                    holder.country(),
                    holder.line1(),
                    holder.line1() == null ? null : UNCHECKED,
                    holder.line2(),
                    holder.state(),
                    holder.postalCode(),
                    holder.postalCode() == null ? null : UNCHECKED,
                    brand(card.brand()),
                    card.country(),
                    details.cvcGiven() ? UNCHECKED : null,
                    null,
                    details.expiry().getMonthValue(),
                    details.expiry().getYear(),
                    PaymentMethodJson.fingerprint(details.number()),
                    card.funding(),
                    card.last4(),
                    Map.of(),
                    holder.name(),
                    new TokenNetworks(null),
                    "unregulated",
                    null,
                    null);
        }

        /** Cards of tokens write their brand for people. */
        private static String brand(String brand) {
            return switch (brand) {
                case "visa" -> "Visa";
                case "mastercard" -> "MasterCard";
                case "amex" -> "American Express";
                case "discover" -> "Discover";
                case "diners" -> "Diners Club";
                case "jcb" -> "JCB";
                case "unionpay" -> "UnionPay";
                default -> "Unknown";
            };
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record TokenNetworks(@Nullable String preferred) {}
}
