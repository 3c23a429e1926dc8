package dev.paystub.stripe.intent;

import dev.paystub.account.Tokens;
import dev.paystub.engine.Numbering;
import dev.paystub.stripe.Decline;
import dev.paystub.stripe.StripeError;
import dev.paystub.stripe.StripeInvalidRequestException;
import dev.paystub.stripe.card.PaymentMethod;
import dev.paystub.stripe.card.PaymentMethodService;
import dev.paystub.stripe.card.TestCards;
import dev.paystub.stripe.intent.IntentService.CardSelection;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Confirms intents: sets up or charges the card, or waits for its holder to authenticate. The
 * methods return the decline of a card; null when it was not declined.
 */
@Component
class IntentConfirmation {

    private static final int LONG_ID = 24;
    private static final String PAYMENT_METHOD = "payment_method";

    private final PaymentMethodService paymentMethods;
    private final Numbering numbering;
    private final Clock clock;

    IntentConfirmation(PaymentMethodService paymentMethods, Numbering numbering, Clock clock) {
        this.paymentMethods = paymentMethods;
        this.numbering = numbering;
        this.clock = clock;
    }

    /**
     * Continues with an intent after its card holder has authenticated, or failed to.
     *
     * @throws StripeInvalidRequestException when the payment method now belongs to another customer
     */
    @Nullable Decline authenticate(Intent intent, PaymentMethod method, boolean succeeded) {
        if (!succeeded) {
            return decline(
                    intent,
                    intent.kind() == Intent.Kind.SETUP
                            ? TestCards.AUTHENTICATION_FAILED
                            : TestCards.PAYMENT_AUTHENTICATION_FAILED);
        }
        requireUsable(intent, method);
        return switch (intent.kind()) {
            case SETUP -> {
                paymentMethods.markAuthenticated(method);
                yield setUp(intent, method);
            }
            case PAYMENT -> charge(intent, method);
        };
    }

    /**
     * Checks that an intent may use a payment method.
     *
     * @throws StripeInvalidRequestException when it belongs to another customer
     */
    void requireUsable(Intent intent, PaymentMethod method) {
        paymentMethods.requireUsable(method);
        var holder = method.customer();
        if (holder.isPresent() && intent.customer().isEmpty()) {
            throw StripeError.invalidRequest(
                    null,
                    "The PaymentMethod %s belongs to the Customer %s. Please include the Customer in the `customer` parameter on the %s."
                            .formatted(method.token(), holder.get(), intent.kind().type()),
                    PAYMENT_METHOD);
        }
        if (holder.isPresent() && !intent.belongsTo(holder.get())) {
            throw StripeError.notAttachedToCustomer(method.token(), PAYMENT_METHOD);
        }
    }

    @Nullable Decline confirm(Intent intent, CardSelection card) {
        requireReturnUrl(intent, card);
        var method =
                intent.paymentMethod()
                        .flatMap(paymentMethods::findExisting)
                        .orElseThrow(() -> withoutPaymentMethod(intent));
        requireUsable(intent, method);
        return switch (intent.kind()) {
            case SETUP -> setUp(intent, method);
            case PAYMENT -> pay(intent, method, card.offSession());
        };
    }

    /**
     * Requires a return URL as Stripe does. A card redirects nobody, but Stripe checks this first.
     */
    private static void requireReturnUrl(Intent intent, CardSelection card) {
        if (intent.automatic()
                && intent.allowRedirects()
                && intent.returnUrl().isEmpty()
                && !card.inStripeJs()) {
            throw StripeError.invalidRequest(
                    null,
                    "This %s is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents."
                            .formatted(intent.kind().type()),
                    null);
        }
    }

    private static StripeInvalidRequestException withoutPaymentMethod(Intent intent) {
        var type = intent.kind().type();
        return intent.unexpectedState(
                "You cannot confirm this %s because it's missing a payment method. You can either update the %s with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken."
                        .formatted(type, type));
    }

    private @Nullable Decline setUp(Intent intent, PaymentMethod method) {
        var decline = method.declineOnSetup();
        if (decline.isPresent()) {
            return decline(intent, decline.get());
        }
        if (method.requiresAuthentication()) {
            intent.requireAction();
        } else {
            attach(intent, method);
            intent.succeed();
        }
        return null;
    }

    private @Nullable Decline pay(Intent intent, PaymentMethod method, boolean offSession) {
        var decline = method.declineOffSession(clock.instant());
        if (!offSession && method.requiresAuthenticationOnCharge()) {
            intent.requireAction();
            return null;
        }
        return decline.isPresent() ? decline(intent, decline.get()) : charge(intent, method);
    }

    /** Charges a card that needs no further authentication. */
    private @Nullable Decline charge(Intent intent, PaymentMethod method) {
        var decline = method.declineOnCharge(clock.instant());
        if (decline.isPresent()) {
            return decline(intent, decline.get());
        }
        if (intent.futureUse().isPresent()) {
            paymentMethods.markAuthenticated(method);
            attach(intent, method);
        } else {
            paymentMethods.useUp(method);
        }
        intent.succeed(
                "ch_" + Tokens.of("charge", numbering.next("charge"), LONG_ID), clock.instant());
        return null;
    }

    private void attach(Intent intent, PaymentMethod method) {
        intent.customer().ifPresent(customer -> paymentMethods.attachAfterSetup(method, customer));
    }

    private static Decline decline(Intent intent, Decline decline) {
        intent.fail(decline);
        return decline;
    }
}
