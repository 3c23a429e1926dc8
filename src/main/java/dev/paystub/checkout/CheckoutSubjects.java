package dev.paystub.checkout;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.account.AccountEvent;
import dev.paystub.checkout.CheckoutSession.CheckoutSessionChanged;
import dev.paystub.checkout.CheckoutSession.CheckoutSessionTried;
import dev.paystub.checkout.CheckoutSession.Status;
import dev.paystub.http.PublicUrl;
import dev.paystub.payment.HostedPages.Purpose;
import dev.paystub.webhook.Style;
import dev.paystub.webhook.SubjectView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What webhooks show of hosted pages: a Checkout Session, or a session of the portal. */
@Component
class CheckoutSubjects implements SubjectView {

    private final CheckoutSessions sessions;
    private final PublicUrl url;

    CheckoutSubjects(CheckoutSessions sessions, PublicUrl url) {
        this.sessions = sessions;
        this.url = url;
    }

    @Override
    public Optional<Object> show(AccountEvent event, Style style) {
        return switch (event) {
            case CheckoutSessionChanged changed -> show(changed.number());
            case CheckoutSessionTried tried -> show(tried.number());
            default -> Optional.empty();
        };
    }

    private Optional<Object> show(long number) {
        return sessions.findByNumber(number)
                .map(session ->
                        session.purpose() == Purpose.SUBSCRIBE
                                ? Checkout.of(session, url.of(session.path()))
                                : Portal.of(session, url.of(session.path())));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Checkout(
            String id,
            String object,
            long amountTotal,
            @Nullable String cancelUrl,
            String clientReferenceId,
            String currency,
            String customerEmail,
            long expiresAt,
            boolean livemode,
            String mode,
            String paymentStatus,
            String status,
            @Nullable String successUrl,
            @Nullable String url) {

        static Checkout of(CheckoutSession session, String url) {
            return new Checkout(
                    session.id(),
                    "checkout.session",
                    session.monthlyEstimate().amount().movePointRight(2).longValueExact(),
                    session.cancelUrl().orElse(null),
                    session.reference(),
                    "usd",
                    session.email(),
                    session.expiresAt().getEpochSecond(),
                    false,
                    "subscription",
                    session.status() == Status.COMPLETE ? "paid" : "unpaid",
                    session.status().label(),
                    session.successUrl().orElse(null),
                    session.status() == Status.OPEN ? url : null);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Portal(
            String id, String object, boolean livemode, @Nullable String returnUrl, String url) {

        static Portal of(CheckoutSession session, String url) {
            return new Portal(
                    session.id(),
                    "billing_portal.session",
                    false,
                    session.cancelUrl().orElse(null),
                    url);
        }
    }
}
