package dev.paystub.stripe;

import dev.paystub.account.AccountDirectory;
import dev.paystub.http.PublicUrl;
import dev.paystub.stripe.Confirming.Asker;
import dev.paystub.stripe.Confirming.Card;
import dev.paystub.stripe.Confirming.Standing;
import dev.paystub.stripe.Intent.Kind;
import dev.paystub.stripe.Intent.Terms;
import dev.paystub.stripe.PaymentMethodStore.NewCard;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** SetupIntents and PaymentIntents: create, retrieve, confirm, cancel, capture, authenticate. */
@RestController
@Hidden
class IntentController {

    private static final String SETUPS = "/stripe/v1/setup_intents";
    private static final String PAYMENTS = "/stripe/v1/payment_intents";
    private static final String[] EXPANDABLE = {"payment_method", "customer"};
    private static final int LONGEST_URL = 2048;
    private static final int LONGEST_DESCRIPTION = 1000;
    private static final int LONGEST_EMAIL = 800;
    private static final int SMALLEST_AMOUNT = 50;
    private static final int LARGEST_AMOUNT = 99_999_999;

    private final Confirming confirming;
    private final AccountDirectory directory;
    private final PublicUrl url;
    private final Clock clock;

    IntentController(
            Confirming confirming, AccountDirectory directory, PublicUrl url, Clock clock) {
        this.confirming = confirming;
        this.directory = directory;
        this.url = url;
        this.clock = clock;
    }

    @PostMapping(SETUPS)
    Object createSetup(HttpServletRequest request) {
        var params = Params.of(request);
        var usage = params.choice("usage", "off_session", "on_session").orElse("off_session");
        params.ignore(
                "mandate_data",
                "payment_method_options",
                "payment_method_configuration",
                "use_stripe_sdk",
                "flow_directions");
        var terms =
                new Terms(
                        Kind.SETUP,
                        0,
                        null,
                        withCustomer(params),
                        usage,
                        false,
                        automatic(params),
                        params.text("description", LONGEST_DESCRIPTION).orElse(null),
                        null,
                        params.metadata(Map.of()));
        return create(request, params, terms);
    }

    @PostMapping(PAYMENTS)
    Object createPayment(HttpServletRequest request) {
        var params = Params.of(request);
        var amount = params.requiredInteger("amount");
        var currency = currency(params);
        requireFair(amount, currency);
        params.choice("confirmation_method", "automatic");
        params.ignore(
                "mandate_data",
                "payment_method_options",
                "payment_method_configuration",
                "use_stripe_sdk",
                "statement_descriptor",
                "statement_descriptor_suffix");
        var terms =
                new Terms(
                        Kind.PAYMENT,
                        amount,
                        currency,
                        withCustomer(params),
                        null,
                        params.choice("capture_method", "automatic", "automatic_async", "manual")
                                .filter("manual"::equals)
                                .isPresent(),
                        automatic(params),
                        params.text("description", LONGEST_DESCRIPTION).orElse(null),
                        params.text("receipt_email", LONGEST_EMAIL).orElse(null),
                        params.metadata(Map.of()));
        return create(request, params, terms);
    }

    private Object create(HttpServletRequest request, Params params, Terms terms) {
        var confirm = params.flag("confirm");
        var card = card(params, terms.kind(), false);
        var expand = params.expand(EXPANDABLE);
        params.refuseOthers();
        if (card.offSession() && !confirm) {
            throw onlyConfirming("off_session");
        }
        if (card.returnUrl() != null && !confirm) {
            throw onlyConfirming("return_url");
        }
        return answer(request, confirming.create(terms, card, confirm), expand);
    }

    private static StripeRefusal onlyConfirming(String param) {
        return StripeError.invalid(
                null,
                "You can only set `%s` when you confirm: add `confirm=true`, or send it when you confirm."
                        .formatted(param),
                param);
    }

    @GetMapping(SETUPS + "/{id}")
    Object retrieveSetup(@PathVariable String id, HttpServletRequest request) {
        return retrieve(Kind.SETUP, id, request);
    }

    @GetMapping(PAYMENTS + "/{id}")
    Object retrievePayment(@PathVariable String id, HttpServletRequest request) {
        return retrieve(Kind.PAYMENT, id, request);
    }

    private Object retrieve(Kind kind, String id, HttpServletRequest request) {
        var params = Params.of(request);
        var asker = asker(request, params);
        var expand = params.expand(EXPANDABLE);
        params.refuseOthers();
        return answer(request, confirming.get(kind, id, asker), expand);
    }

    @PostMapping(SETUPS + "/{id}/confirm")
    Object confirmSetup(@PathVariable String id, HttpServletRequest request) {
        return confirm(Kind.SETUP, id, request);
    }

    @PostMapping(PAYMENTS + "/{id}/confirm")
    Object confirmPayment(@PathVariable String id, HttpServletRequest request) {
        return confirm(Kind.PAYMENT, id, request);
    }

    private Object confirm(Kind kind, String id, HttpServletRequest request) {
        var params = Params.of(request);
        var asker = asker(request, params);
        var card = card(params, kind, asker.publishable());
        params.ignore("mandate_data", "payment_method_options", "use_stripe_sdk");
        var expand = params.expand(EXPANDABLE);
        params.refuseOthers();
        return answer(request, confirming.confirm(kind, id, asker, card), expand);
    }

    @PostMapping(SETUPS + "/{id}/cancel")
    Object cancelSetup(@PathVariable String id, HttpServletRequest request) {
        return cancel(Kind.SETUP, id, request, "abandoned", "requested_by_customer", "duplicate");
    }

    @PostMapping(PAYMENTS + "/{id}/cancel")
    Object cancelPayment(@PathVariable String id, HttpServletRequest request) {
        return cancel(
                Kind.PAYMENT,
                id,
                request,
                "duplicate",
                "fraudulent",
                "requested_by_customer",
                "abandoned");
    }

    private Object cancel(Kind kind, String id, HttpServletRequest request, String... reasons) {
        var params = Params.of(request);
        var reason = params.choice("cancellation_reason", reasons).orElse(null);
        var expand = params.expand(EXPANDABLE);
        params.refuseOthers();
        return answer(request, confirming.cancel(kind, id, reason), expand);
    }

    @PostMapping(PAYMENTS + "/{id}/capture")
    Object capture(@PathVariable String id, HttpServletRequest request) {
        var params = Params.of(request);
        var amount = params.integer("amount_to_capture");
        var expand = params.expand(EXPANDABLE);
        params.refuseOthers();
        return answer(request, confirming.capture(id, amount), expand);
    }

    /**
     * What the page says on which a holder authenticates. It carries no key: the client secret
     * names the intent and the account.
     */
    @PostMapping("/stripe/authentication")
    Object authenticate(HttpServletRequest request) throws Exception {
        var params = Params.of(request);
        var secret = params.required("client_secret");
        params.required("outcome");
        var complete =
                params.choice("outcome", "complete", "fail").filter("complete"::equals).isPresent();
        params.refuseOthers();
        var shape = new AtomicReference<@Nullable Object>();
        directory.asOwnerOfLink(
                Confirming.link(secret),
                () ->
                        shape.set(
                                IntentShape.of(
                                        confirming.authenticate(secret, complete),
                                        true,
                                        Set.of(),
                                        url)));
        var found = shape.get();
        if (found == null) {
            throw Confirming.noSuchSecret();
        }
        return found;
    }

    /**
     * The intent; or the error when its card was just refused, by which time that is remembered.
     */
    private Object answer(HttpServletRequest request, Standing standing, Set<String> expand) {
        var publishable = StripeKey.isPublishable(request);
        var shape = IntentShape.of(standing, publishable, expand, url);
        var decline = standing.decline();
        if (decline == null) {
            return shape;
        }
        var objects = new LinkedHashMap<String, Object>();
        objects.put(standing.intent().kind().object(), shape);
        var refused = standing.refused();
        if (refused != null) {
            objects.put(
                    "payment_method",
                    publishable
                            ? PaymentMethodShape.inBrowser(refused)
                            : PaymentMethodShape.of(refused, Set.of()));
        }
        throw new StripeDecline(StripeError.of(decline, objects));
    }

    private static Asker asker(HttpServletRequest request, Params params) {
        return new Asker(
                StripeKey.isPublishable(request), params.text("client_secret").orElse(null));
    }

    /** The card that comes with a request; a web page may not say that its holder is away. */
    private Card card(Params params, Kind kind, boolean publishable) {
        var id = params.text("payment_method").orElse(null);
        var data =
                params.object("payment_method_data")
                        .map(nested -> NewCard.read(nested, clock))
                        .orElse(null);
        if (id != null && data != null) {
            throw StripeError.invalid(
                    null,
                    "You may only specify one of these parameters: payment_method,"
                            + " payment_method_data.",
                    "payment_method_data");
        }
        var futureUse =
                kind == Kind.PAYMENT
                        ? params.choice("setup_future_usage", "off_session", "on_session")
                                .orElse(null)
                        : null;
        var offSession = kind == Kind.PAYMENT && !publishable && params.flag("off_session");
        return new Card(id, data, offSession, futureUse, returnUrl(params));
    }

    private static @Nullable String returnUrl(Params params) {
        var sent = params.text("return_url", LONGEST_URL).orElse(null);
        if (sent != null && !isWebAddress(sent)) {
            throw StripeError.invalid("url_invalid", "Not a valid URL", "return_url");
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

    private static boolean withCustomer(Params params) {
        var customer = params.text("customer");
        customer.ifPresent(id -> Customer.require(id, "customer"));
        return customer.isPresent();
    }

    /** Only cards are simulated, however they are asked for. */
    private static boolean automatic(Params params) {
        for (var type : params.list("payment_method_types")) {
            if (!type.equals("card")) {
                throw StripeError.invalid(
                        null,
                        "The payment method type \"%s\" is invalid: this sandbox simulates cards only."
                                .formatted(type),
                        "payment_method_types");
            }
        }
        var settings = params.object("automatic_payment_methods");
        settings.ifPresent(object -> object.choice("allow_redirects", "always", "never"));
        return settings.map(object -> object.flag("enabled")).orElse(false);
    }

    private static String currency(Params params) {
        var currency = params.required("currency").toLowerCase(Locale.ROOT);
        try {
            Currency.getInstance(currency.toUpperCase(Locale.ROOT));
            return currency;
        } catch (IllegalArgumentException e) {
            throw StripeError.invalid(
                    null, "Invalid currency: %s.".formatted(currency), "currency");
        }
    }

    private static void requireFair(long amount, String currency) {
        if (amount < 0) {
            throw StripeError.invalid(
                    "parameter_invalid_integer", "Invalid non-negative integer", "amount");
        }
        if (amount < SMALLEST_AMOUNT) {
            throw StripeError.invalid(
                    "amount_too_small", "Amount must be at least $0.50 " + currency, "amount");
        }
        if (amount > LARGEST_AMOUNT) {
            throw StripeError.invalid(
                    "amount_too_large",
                    "Amount must be no more than $999,999.99 " + currency,
                    "amount");
        }
    }
}
