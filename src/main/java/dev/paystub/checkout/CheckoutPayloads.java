package dev.paystub.checkout;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.account.AccountEvent;
import dev.paystub.checkout.CheckoutSession.CheckoutSessionChanged;
import dev.paystub.checkout.CheckoutSession.CheckoutSessionTried;
import dev.paystub.checkout.CheckoutSession.Status;
import dev.paystub.http.PublicUrl;
import dev.paystub.payment.HostedPages;
import dev.paystub.payment.HostedPages.Purpose;
import dev.paystub.stripe.StripeIds;
import dev.paystub.webhook.PayloadContributor;
import dev.paystub.webhook.WebhookFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Webhook payloads of hosted pages: a Checkout Session, or a session of the portal. */
@Component
class CheckoutPayloads implements PayloadContributor {

    /** Nothing is due on the page, in cents, since use is billed afterwards. */
    private static final long DUE_TODAY = 0;

    private final CheckoutSessions sessions;
    private final HostedPages.Opener opener;
    private final PublicUrl url;

    CheckoutPayloads(CheckoutSessions sessions, HostedPages.Opener opener, PublicUrl url) {
        this.sessions = sessions;
        this.opener = opener;
        this.url = url;
    }

    @Override
    public Optional<Object> payload(AccountEvent event, WebhookFormat style) {
        return switch (event) {
            case CheckoutSessionChanged changed ->
                    show(changed.number(), changed.after() == Status.COMPLETE);
            case CheckoutSessionTried tried -> show(tried.number(), false);
            default -> Optional.empty();
        };
    }

    private Optional<Object> show(long number, boolean subscribes) {
        return sessions.findByNumber(number)
                .map(session ->
                        session.purpose() == Purpose.SUBSCRIBE
                                ? Checkout.of(
                                        session,
                                        subscribes ? subscription(session) : null,
                                        url.of(session.path()))
                                : Portal.of(session, url.of(session.path())));
    }

    /** Returns the id of the subscription that the completion is about to create. */
    private String subscription(CheckoutSession session) {
        var reference = session.reference();
        return StripeIds.subscription(reference, opener.subscriptionCount(reference) + 1);
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Checkout(
            String id,
            String object,
            long amountSubtotal,
            long amountTotal,
            @Nullable String cancelUrl,
            String clientReferenceId,
            long created,
            String currency,
            @Nullable String customer,
            CustomerDetails customerDetails,
            String customerEmail,
            long expiresAt,
            @Nullable String invoice,
            boolean livemode,
            Map<String, String> metadata,
            String mode,
            @Nullable String paymentIntent,
            String paymentMethodCollection,
            List<String> paymentMethodTypes,
            String paymentStatus,
            @Nullable String setupIntent,
            String status,
            @Nullable String subscription,
            @Nullable String successUrl,
            TotalDetails totalDetails,
            @Nullable String url) {

        static Checkout of(CheckoutSession session, @Nullable String subscription, String url) {
            return new Checkout(
                    session.id(),
                    "checkout.session",
                    DUE_TODAY,
                    DUE_TODAY,
                    session.cancelUrl().orElse(null),
                    session.reference(),
                    session.createdAt().getEpochSecond(),
                    "usd",
                    StripeIds.organization(session.reference()),
                    new CustomerDetails(session.email(), session.organization()),
                    session.email(),
                    session.expiresAt().getEpochSecond(),
                    null,
                    false,
                    Map.of("org_id", session.reference()),
                    "subscription",
                    null,
                    "always",
                    List.of("card"),
                    "no_payment_required",
                    null,
                    session.status().label(),
                    subscription,
                    session.successUrl().orElse(null),
                    new TotalDetails(0, 0, 0),
                    session.status() == Status.OPEN ? url : null);
        }
    }

    private record CustomerDetails(String email, String name) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record TotalDetails(long amountDiscount, long amountShipping, long amountTax) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Portal(
            String id,
            String object,
            long created,
            String customer,
            boolean livemode,
            @Nullable String returnUrl,
            String url) {

        static Portal of(CheckoutSession session, String url) {
            return new Portal(
                    session.id(),
                    "billing_portal.session",
                    session.createdAt().getEpochSecond(),
                    StripeIds.organization(session.reference()),
                    false,
                    session.cancelUrl().orElse(null),
                    url);
        }
    }
}
