package dev.paystub.puregpu;

import static dev.paystub.puregpu.Labels.require;

import dev.paystub.payment.CardView;
import dev.paystub.payment.StoredCards;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** {@code /billing/stripe/cards}: lists, adds and deletes cards, and sets the default. */
@RestController
@Tag(name = "Cards", description = "Cards that invoices are charged to, kept at Stripe")
@RequestMapping("/billing/stripe/cards")
class CardController {

    private final StoredCards storedCards;
    private final WhmcsFormat format;

    CardController(StoredCards storedCards, WhmcsFormat format) {
        this.storedCards = storedCards;
        this.format = format;
    }

    @Operation(
            summary = "List cards, the default first",
            description = "With brand, the last four digits and expiry; never a whole number")
    @GetMapping
    CardList listCards() {
        return new CardList(
                "success",
                storedCards.list().stream().map(card -> CardEntry.of(card, format)).toList());
    }

    @Operation(
            summary = "Add a card; the first becomes the default",
            description =
                    "The id is of a Stripe payment method, such as one that Stripe.js has made in a"
                            + " browser")
    @PostMapping
    Success addCard(@RequestBody AddCard request) {
        storedCards.add(request.stripePaymentMethodId());
        return Success.SUCCESS;
    }

    @Operation(
            summary = "Delete a card; the next becomes the default",
            description = "Its payment method is detached at Stripe")
    @DeleteMapping("/{cardId}")
    Success deleteCard(
            @Parameter(
                            example = "15",
                            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
                    @PathVariable
                    String cardId) {
        storedCards.remove(WhmcsFormat.id(cardId));
        return Success.SUCCESS;
    }

    /**
     * The document lists an attribute {@code paymethodid} but its sample sends no body, so only the
     * path counts.
     */
    @Operation(
            summary = "Make a card the default",
            description = "The default card is the one that invoices are charged to")
    @PutMapping("/{cardId}/default")
    Success setDefaultCard(
            @Parameter(
                            example = "15",
                            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
                    @PathVariable
                    String cardId) {
        storedCards.makeDefault(WhmcsFormat.id(cardId));
        return Success.SUCCESS;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record AddCard(
            @Schema(description = "A Stripe payment method, pm_…") String stripePaymentMethodId) {
        AddCard {
            require("stripe_payment_method_id", stripePaymentMethodId);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record CardList(String result, List<CardEntry> paymentMethods) {}

    /** An entry of WHMCS's GetPayMethods. The token is JSON inside a string. */
    @JsonNaming(SnakeCaseStrategy.class)
    record CardEntry(
            long id,
            String type,
            String description,
            String gatewayName,
            String contactType,
            int contactId,
            String cardLastFour,
            @Schema(description = "MM/YY", pattern = "^\\d{2}/\\d{2}$") String expiryDate,
            String startDate,
            String issueNumber,
            String cardType,
            @Schema(description = "JSON in a string: customer and method") String remoteToken,
            @Schema(
                            description = "MM/DD/YYYY HH:mm, local time",
                            pattern = "^\\d{2}/\\d{2}/\\d{4} \\d{2}:\\d{2}$")
                    String lastUpdated) {

        private static final int CLIENT = 2;
        private static final String CUSTOMER = "cus_Pil9K60xftjZ88";

        static CardEntry of(CardView card, WhmcsFormat format) {
            var stored = card.stored();
            return new CardEntry(
                    card.number(),
                    "RemoteCreditCard",
                    "STRIPE CARD",
                    "stripe",
                    "Client",
                    CLIENT,
                    stored.last4(),
                    "%02d/%02d"
                            .formatted(
                                    stored.expiry().getMonthValue(),
                                    stored.expiry().getYear() % 100),
                    "",
                    "",
                    cardType(stored.brand()),
                    "{\"customer\":\"%s\",\"method\":\"%s\"}"
                            .formatted(CUSTOMER, stored.paymentMethod()),
                    format.cardTime(card.lastUpdated()));
        }

        /** Returns Stripe's brand as WHMCS spells it; the document's sample shows Visa only. */
        private static String cardType(String brand) {
            return switch (brand) {
                case "mastercard" -> "MasterCard";
                case "amex" -> "American Express";
                case "diners" -> "Diners Club";
                case "jcb" -> "JCB";
                case "unionpay" -> "UnionPay";
                default -> brand.substring(0, 1).toUpperCase(Locale.ROOT) + brand.substring(1);
            };
        }
    }
}
