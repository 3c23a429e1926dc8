package dev.paystub.stripe.intent;

import dev.paystub.stripe.FormParameters;
import dev.paystub.stripe.StripeError;
import dev.paystub.stripe.StripeKey;
import dev.paystub.stripe.card.PaymentMethodService.NewCard;
import dev.paystub.stripe.intent.Intent.Kind;
import dev.paystub.stripe.intent.Intent.Terms;
import dev.paystub.stripe.intent.IntentService.CardSelection;
import dev.paystub.stripe.intent.IntentService.Changes;
import dev.paystub.stripe.intent.IntentService.IntentAccess;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and checks the parameters of requests about SetupIntents and PaymentIntents. */
final class IntentParameters {

    private static final String CUSTOMER = "customer";
    private static final String PAYMENT_METHOD = "payment_method";

    /** The parameters that an intent accepts only before its final status. */
    private static final List<String> BEFORE_FINAL_STATUS =
            List.of(
                    "amount",
                    "currency",
                    CUSTOMER,
                    PAYMENT_METHOD,
                    "payment_method_data",
                    "setup_future_usage",
                    "capture_method");

    private static final int LONGEST_URL = 2048;
    private static final int LONGEST_DESCRIPTION = 1000;
    private static final int LONGEST_EMAIL = 800;
    private static final int SMALLEST_AMOUNT = 50;
    private static final int LARGEST_AMOUNT = 99_999_999;

    private IntentParameters() {}

    /** The terms of a new SetupIntent. */
    static Terms setupTerms(FormParameters params) {
        var usage = params.choice("usage", "off_session", "on_session").orElse("off_session");
        params.ignore(
                "mandate_data",
                "payment_method_options",
                "payment_method_configuration",
                "use_stripe_sdk",
                "flow_directions");
        requireCards(params);
        var automatic = automaticRedirects(params);
        return new Terms(
                Kind.SETUP,
                0,
                null,
                params.text(CUSTOMER).orElse(null),
                usage,
                false,
                automatic.isPresent(),
                automatic.orElse(true),
                params.text("description", LONGEST_DESCRIPTION).orElse(null),
                null,
                params.metadata(Map.of()));
    }

    /** The terms of a new PaymentIntent. */
    static Terms paymentTerms(FormParameters params) {
        var amount = params.requiredInteger("amount");
        var currency = currency(params);
        requireValidAmount(amount, currency);
        params.choice("confirmation_method", "automatic");
        params.ignore(
                "mandate_data",
                "payment_method_options",
                "payment_method_configuration",
                "use_stripe_sdk",
                "statement_descriptor",
                "statement_descriptor_suffix");
        requireCards(params);
        var automatic = automaticRedirects(params);
        return new Terms(
                Kind.PAYMENT,
                amount,
                currency,
                params.text(CUSTOMER).orElse(null),
                null,
                captureManually(params, false),
                automatic.isPresent(),
                automatic.orElse(true),
                params.text("description", LONGEST_DESCRIPTION).orElse(null),
                params.text("receipt_email", LONGEST_EMAIL).orElse(null),
                params.metadata(Map.of()));
    }

    static Changes changes(Kind kind, FormParameters params, Intent intent, Clock clock) {
        var payment = kind == Kind.PAYMENT;
        var amount =
                payment && params.has("amount")
                        ? params.requiredInteger("amount")
                        : intent.amount();
        var currency =
                payment && params.has("currency")
                        ? currency(params)
                        : intent.currency().orElse(null);
        if (currency != null) {
            requireValidAmount(amount, currency);
        }
        var futureUse = payment ? futureUse(params) : null;
        var changes =
                new Changes(
                        BEFORE_FINAL_STATUS.stream().filter(params::has).toList(),
                        amount,
                        currency,
                        requiredIfSent(params, CUSTOMER),
                        payment && params.has("setup_future_usage")
                                ? futureUse
                                : intent.futureUse().orElse(null),
                        payment
                                ? captureManually(params, intent.captureManually())
                                : intent.captureManually(),
                        params.updatedText(
                                "description",
                                LONGEST_DESCRIPTION,
                                intent.description().orElse(null)),
                        payment
                                ? params.updatedText(
                                        "receipt_email",
                                        LONGEST_EMAIL,
                                        intent.receiptEmail().orElse(null))
                                : null,
                        params.metadata(intent.metadata()),
                        new CardSelection(
                                requiredIfSent(params, PAYMENT_METHOD),
                                newCard(params, clock),
                                false,
                                null,
                                null,
                                false));
        params.rejectUnknown();
        return changes;
    }

    /** Returns the value of a parameter that cannot be unset. */
    private static @Nullable String requiredIfSent(FormParameters params, String name) {
        return params.has(name) ? params.required(name) : params.text(name).orElse(null);
    }

    static IntentAccess access(HttpServletRequest request, FormParameters params) {
        return new IntentAccess(
                StripeKey.isPublishable(request), params.text("client_secret").orElse(null));
    }

    /**
     * Reads the card of a request. A publishable key cannot claim that the holder is off session.
     */
    static CardSelection card(FormParameters params, Kind kind, boolean publishable, Clock clock) {
        var futureUse = kind == Kind.PAYMENT ? futureUse(params) : null;
        var offSession = kind == Kind.PAYMENT && !publishable && params.flag("off_session");
        var inStripeJs = params.flag("use_stripe_sdk") && publishable;
        return new CardSelection(
                params.text(PAYMENT_METHOD).orElse(null),
                newCard(params, clock),
                offSession,
                futureUse,
                returnUrl(params),
                inStripeJs);
    }

    private static @Nullable NewCard newCard(FormParameters params, Clock clock) {
        var data = params.object("payment_method_data");
        if (data.isPresent() && params.text(PAYMENT_METHOD).isPresent()) {
            throw StripeError.invalidRequest(
                    null,
                    "You may only specify one of these parameters: payment_method,"
                            + " payment_method_data.",
                    "payment_method_data");
        }
        return data.map(nested -> NewCard.read(nested, clock)).orElse(null);
    }

    private static @Nullable String futureUse(FormParameters params) {
        return params.choice("setup_future_usage", "off_session", "on_session").orElse(null);
    }

    private static boolean captureManually(FormParameters params, boolean present) {
        return params.choice("capture_method", "automatic", "automatic_async", "manual")
                .map("manual"::equals)
                .orElse(present);
    }

    private static @Nullable String returnUrl(FormParameters params) {
        var sent = params.text("return_url", LONGEST_URL).orElse(null);
        if (sent != null && !isWebAddress(sent)) {
            throw StripeError.invalidRequest("url_invalid", "Not a valid URL", "return_url");
        }
        return sent;
    }

    private static boolean isWebAddress(String text) {
        try {
            var uri = URI.create(text);
            return Set.of("http", "https")
                            .contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))
                    && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Refuses payment method types other than card: only cards are simulated. */
    static void requireCards(FormParameters params) {
        for (var type : params.list("payment_method_types")) {
            if (!type.equals("card")) {
                throw StripeError.invalidRequest(
                        null,
                        "The payment method type \"%s\" is invalid: this sandbox simulates cards only."
                                .formatted(type),
                        "payment_method_types");
            }
        }
    }

    /** Returns whether automatic payment methods may redirect; empty when they are not enabled. */
    private static Optional<Boolean> automaticRedirects(FormParameters params) {
        return params.object("automatic_payment_methods")
                .flatMap(settings -> {
                    settings.required("enabled");
                    var redirects =
                            settings.choice("allow_redirects", "always", "never").orElse("always");
                    return settings.flag("enabled")
                            ? Optional.of(redirects.equals("always"))
                            : Optional.empty();
                });
    }

    private static String currency(FormParameters params) {
        var currency = params.required("currency").toLowerCase(Locale.ROOT);
        try {
            Currency.getInstance(currency.toUpperCase(Locale.ROOT));
            return currency;
        } catch (IllegalArgumentException e) {
            throw StripeError.invalidRequest(
                    null, "Invalid currency: %s.".formatted(currency), "currency");
        }
    }

    private static void requireValidAmount(long amount, String currency) {
        if (amount < 0) {
            throw StripeError.invalidRequest(
                    "parameter_invalid_integer", "Invalid non-negative integer", "amount");
        }
        if (amount < SMALLEST_AMOUNT) {
            throw StripeError.invalidRequest(
                    "amount_too_small", "Amount must be at least $0.50 " + currency, "amount");
        }
        if (amount > LARGEST_AMOUNT) {
            throw StripeError.invalidRequest(
                    "amount_too_large",
                    "Amount must be no more than $999,999.99 " + currency,
                    "amount");
        }
    }
}
