package dev.paystub.checkout;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.http.PublicUrl;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import dev.paystub.payment.HostedPages.Purpose;
import dev.paystub.stripe.Decline;
import dev.paystub.stripe.card.BillingDetails;
import dev.paystub.stripe.card.CardForm;
import dev.paystub.stripe.card.CardSetup.Outcome;
import dev.paystub.stripe.card.TestCards;
import dev.paystub.stripe.card.TestCards.Authentication;
import dev.paystub.stripe.card.TestCards.TestCard;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Performs a customer's actions on a hosted page, for tests without a browser. */
@RestController
@Tag(name = "Hosted pages", description = "Stripe's checkout and card portal, without a browser")
@RequestMapping("/sandbox/checkouts")
@ControlPlane
class CheckoutController {

    private static final String ID =
            "A session, cs_test_… or bps_…; or latest, the one opened last";

    private static final String GOOD_CARD = "4242424242424242";
    private static final String DECLINED_CARD = "4000000000000002";

    private final CheckoutService checkout;
    private final PublicUrl publicUrl;
    private final Clock clock;

    CheckoutController(CheckoutService checkout, PublicUrl publicUrl, Clock clock) {
        this.checkout = checkout;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    @Operation(
            summary = "List hosted pages, newest first, with their links",
            description =
                    "Those of payment links and of card portals, whether open, completed or"
                            + " expired")
    @GetMapping
    CheckoutList listCheckouts() {
        OwnerOnly.require();
        return new CheckoutList(checkout.all().stream().map(this::entry).toList());
    }

    @Operation(
            summary = "Read a hosted page",
            description =
                    "By its id, or latest for the newest; with its link, and how a card was refused"
                            + " last")
    @GetMapping("/{id}")
    CheckoutEntry getCheckout(
            @Parameter(description = ID, example = "latest") @PathVariable String id) {
        OwnerOnly.require();
        return entry(checkout.get(sessionId(id)));
    }

    @Operation(
            summary = "Complete a hosted page with a card",
            description =
                    "As the page does: 402 when the card is refused, which leaves the page open."
                            + " A 3-D Secure challenge is completed, unless authentication is fail")
    @PostMapping("/{id}/complete")
    CheckoutEntry completeCheckout(
            @Parameter(description = ID, example = "latest") @PathVariable String id,
            @RequestBody(required = false) @Nullable PayWith request) {
        OwnerOnly.require();
        var session = sessionId(id);
        var payWith = PayWith.orDefault(request);
        var outcome = submit(session, payWith.card(GOOD_CARD), payWith);
        if (outcome instanceof Outcome.Declined declined) {
            throw new DomainException.Declined(declined.decline().message());
        }
        return entry(checkout.get(session));
    }

    @Operation(
            summary = "Have a card declined on a hosted page, which stays open",
            description = "With the generic decline, unless the body names another card")
    @PostMapping("/{id}/decline")
    CheckoutEntry declineCheckout(
            @Parameter(description = ID, example = "latest") @PathVariable String id,
            @RequestBody(required = false) @Nullable PayWith request) {
        OwnerOnly.require();
        var session = sessionId(id);
        var payWith = PayWith.orDefault(request);
        var card = payWith.card(DECLINED_CARD);
        if (!payWith.isRefused(card)) {
            throw new DomainException.Invalid(
                    "Card '%s' is not declined on a hosted page; one that is declined is %s"
                            .formatted(card.number(), DECLINED_CARD));
        }
        submit(session, card, payWith);
        return entry(checkout.get(session));
    }

    @Operation(
            summary = "Leave a hosted page by its way back; it stays open",
            description = "As a customer does who changes their mind")
    @PostMapping("/{id}/abandon")
    CheckoutEntry abandonCheckout(
            @Parameter(description = ID, example = "latest") @PathVariable String id) {
        OwnerOnly.require();
        return entry(checkout.abandon(sessionId(id)));
    }

    @Operation(
            summary = "Let a hosted page expire before its 24 hours are over",
            description = "Nobody can complete it any more")
    @PostMapping("/{id}/expire")
    CheckoutEntry expireCheckout(
            @Parameter(description = ID, example = "latest") @PathVariable String id) {
        OwnerOnly.require();
        return entry(checkout.expire(sessionId(id)));
    }

    private String sessionId(String id) {
        return id.equals("latest")
                ? checkout.all().stream()
                        .findFirst()
                        .map(CheckoutSession::id)
                        .orElseThrow(() ->
                                new DomainException.NotFound("No hosted page has been opened yet"))
                : id;
    }

    private Outcome submit(String session, TestCard card, PayWith payWith) {
        var holder = BillingDetails.fromForm(null, checkout.get(session).email(), null, null);
        var outcome = checkout.submit(session, payWith.form(card, clock), holder);
        return outcome instanceof Outcome.AuthenticationRequired challenge
                ? checkout.authenticate(session, challenge.paymentMethod(), payWith.authenticates())
                : outcome;
    }

    private CheckoutEntry entry(CheckoutSession session) {
        return CheckoutEntry.of(session, publicUrl.of(session.path()));
    }

    /** The card to pay with; every field is optional. */
    @JsonNaming(SnakeCaseStrategy.class)
    record PayWith(
            @Schema(description = "A card number, or a test id such as pm_card_visa")
                    @Nullable String card,
            @Schema(minimum = "1", maximum = "12") @Nullable Integer expMonth,
            @Schema(description = "Four digits") @Nullable Integer expYear,
            @Schema(
                            description = "How a 3-D Secure challenge ends; complete by default",
                            allowableValues = {"complete", "fail"})
                    @Nullable String authentication) {

        private static final int YEARS_LEFT = 8;

        static PayWith orDefault(@Nullable PayWith given) {
            var payWith = given == null ? new PayWith(null, null, null, null) : given;
            if (payWith.authentication != null
                    && !List.of("complete", "fail").contains(payWith.authentication)) {
                throw new DomainException.Invalid("authentication must be complete or fail");
            }
            return payWith;
        }

        boolean authenticates() {
            return !"fail".equals(authentication);
        }

        TestCard card(String other) {
            var wanted = Optional.ofNullable(card).orElse(other);
            if (!wanted.startsWith("pm_")) {
                return TestCards.byNumber(wanted.replaceAll("[\\s-]", ""));
            }
            return TestCards.all().stream()
                    .filter(known -> known.ids().contains(wanted))
                    .findFirst()
                    .orElseThrow(() ->
                            new DomainException.Invalid(
                                    "No such test card: '%s'".formatted(wanted)));
        }

        /** Returns whether a hosted page declines the card, at once or after authentication. */
        boolean isRefused(TestCard card) {
            var challenged = card.authentication() != Authentication.NEVER;
            return card.onSetup() != null
                    || (challenged && (card.onCharge() != null || !authenticates()));
        }

        CardForm form(TestCard card, Clock clock) {
            var year = YearMonth.now(clock).getYear() + YEARS_LEFT;
            var expiry =
                    "%02d/%d"
                            .formatted(
                                    expMonth == null ? 12 : expMonth,
                                    expYear == null ? year : expYear);
            return new CardForm(
                    card.number(), expiry, card.brand().equals("amex") ? "1234" : "123");
        }
    }

    record CheckoutList(List<CheckoutEntry> checkouts) {}

    /**
     * A hosted page in Stripe's terms; {@code mode} is subscription for a payment link, and setup
     * for a page that changes the card.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CheckoutEntry(
            String id,
            String url,
            @Schema(allowableValues = {"subscription", "setup"}) String mode,
            @Schema(allowableValues = {"open", "complete", "expired"}) String status,
            String orgId,
            @Nullable Integer quantity,
            @Schema(description = "US dollars, two decimals") @Nullable String unitPrice,
            @Schema(description = "US dollars, two decimals") @Nullable String monthlyEstimate,
            String expiresAt,
            @Nullable String successUrl,
            @Nullable String cancelUrl,
            @Nullable String paymentMethod,
            @Nullable LastError lastError) {

        static CheckoutEntry of(CheckoutSession session, String url) {
            var subscribes = session.purpose() == Purpose.SUBSCRIBE;
            return new CheckoutEntry(
                    session.id(),
                    url,
                    CheckoutSession.mode(session.purpose()),
                    session.status().label(),
                    session.reference(),
                    subscribes ? session.quantity() : null,
                    subscribes ? session.unitPrice().toString() : null,
                    subscribes ? session.monthlyEstimate().toString() : null,
                    IsoTimes.text(session.expiresAt()),
                    session.successUrl().orElse(null),
                    session.cancelUrl().orElse(null),
                    session.paymentMethod().orElse(null),
                    session.lastError().map(LastError::of).orElse(null));
        }
    }

    /** The latest decline of a card. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LastError(String code, @Nullable String declineCode, String message) {

        static LastError of(Decline decline) {
            return new LastError(decline.code(), decline.declineCode(), decline.message());
        }
    }
}
