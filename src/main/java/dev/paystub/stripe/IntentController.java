package dev.paystub.stripe;

import dev.paystub.stripe.Expand.Of;
import dev.paystub.stripe.Intent.Kind;
import dev.paystub.stripe.Intent.Terms;
import dev.paystub.stripe.IntentService.Asker;
import dev.paystub.stripe.IntentService.Card;
import dev.paystub.stripe.IntentService.Changes;
import dev.paystub.stripe.IntentService.Filter;
import dev.paystub.stripe.IntentService.IntentResult;
import dev.paystub.stripe.PaymentMethodService.NewCard;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** SetupIntents and PaymentIntents: create, retrieve, list, update, confirm, cancel, capture. */
@RestController
@Hidden
@RequestMapping({StripeApi.ROOT, StripeApi.PREFIXED})
class IntentController {

    private static final String SETUPS = "/setup_intents";
    private static final String PAYMENTS = "/payment_intents";
    private static final String CUSTOMER = "customer";
    private static final String PAYMENT_METHOD = "payment_method";

    /** Parameters that an intent takes only until it has come to its end. */
    private static final List<String> UNTIL_THE_END =
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

    private final IntentService intentService;
    private final StripeJson shapes;
    private final Clock clock;

    IntentController(IntentService intentService, StripeJson shapes, Clock clock) {
        this.intentService = intentService;
        this.shapes = shapes;
        this.clock = clock;
    }

    @PostMapping(SETUPS)
    Object createSetup(HttpServletRequest request) {
        var params = FormParameters.of(request);
        var usage = params.choice("usage", "off_session", "on_session").orElse("off_session");
        params.ignore(
                "mandate_data",
                "payment_method_options",
                "payment_method_configuration",
                "use_stripe_sdk",
                "flow_directions");
        requireCards(params);
        var automatic = redirects(params);
        var terms =
                new Terms(
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
        return create(request, params, terms);
    }

    @PostMapping(PAYMENTS)
    Object createPayment(HttpServletRequest request) {
        var params = FormParameters.of(request);
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
        requireCards(params);
        var automatic = redirects(params);
        var terms =
                new Terms(
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
        return create(request, params, terms);
    }

    private Object create(HttpServletRequest request, FormParameters params, Terms terms) {
        var confirm = params.flag("confirm");
        var card = card(params, terms.kind(), false);
        var expand = Expand.read(params, expandable(terms.kind()));
        params.refuseOthers();
        if (card.offSession() && !confirm) {
            throw onlyConfirming("off_session");
        }
        if (card.returnUrl() != null && !confirm) {
            throw onlyConfirming("return_url");
        }
        return answer(request, intentService.create(terms, card, confirm), expand);
    }

    private static StripeInvalidRequestException onlyConfirming(String param) {
        return StripeError.invalid(
                null,
                "You can only set `%s` when you confirm: add `confirm=true`, or send it when you confirm."
                        .formatted(param),
                param);
    }

    @GetMapping(SETUPS)
    ListJson listSetups(HttpServletRequest request) {
        var params = FormParameters.of(request);
        var paymentMethod = params.text(PAYMENT_METHOD).orElse(null);
        return list(Kind.SETUP, params, paymentMethod);
    }

    @GetMapping(PAYMENTS)
    ListJson listPayments(HttpServletRequest request) {
        return list(Kind.PAYMENT, FormParameters.of(request), null);
    }

    private ListJson list(Kind kind, FormParameters params, @Nullable String paymentMethod) {
        var filter =
                new Filter(
                        kind,
                        CreatedFilter.read(params),
                        params.text(CUSTOMER).orElse(null),
                        paymentMethod);
        var paging = Paging.read(params);
        var expand = Expand.readOfList(params, expandable(kind));
        params.refuseOthers();
        return ListJson.of(
                intentService.list(filter, paging),
                StripeApi.ROOT + (kind == Kind.SETUP ? SETUPS : PAYMENTS),
                result -> shapes.intent(result, false, expand));
    }

    @PostMapping(SETUPS + "/{id}")
    Object updateSetup(@PathVariable String id, HttpServletRequest request) {
        var params = FormParameters.of(request);
        params.ignore("payment_method_options", "payment_method_configuration", "flow_directions");
        return update(Kind.SETUP, id, request, params);
    }

    @PostMapping(PAYMENTS + "/{id}")
    Object updatePayment(@PathVariable String id, HttpServletRequest request) {
        var params = FormParameters.of(request);
        params.ignore(
                "payment_method_options",
                "payment_method_configuration",
                "statement_descriptor",
                "statement_descriptor_suffix");
        return update(Kind.PAYMENT, id, request, params);
    }

    private Object update(Kind kind, String id, HttpServletRequest request, FormParameters params) {
        requireCards(params);
        var expand = Expand.read(params, expandable(kind));
        return answer(
                request,
                intentService.update(kind, id, intent -> changes(kind, params, intent)),
                expand);
    }

    private Changes changes(Kind kind, FormParameters params, Intent intent) {
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
            requireFair(amount, currency);
        }
        var futureUse = payment ? futureUse(params) : null;
        var changes =
                new Changes(
                        UNTIL_THE_END.stream().filter(params::has).toList(),
                        amount,
                        currency,
                        named(params, CUSTOMER),
                        payment && params.has("setup_future_usage")
                                ? futureUse
                                : intent.futureUse().orElse(null),
                        payment
                                ? captureManually(params, intent.captureManually())
                                : intent.captureManually(),
                        params.changed(
                                "description",
                                LONGEST_DESCRIPTION,
                                intent.description().orElse(null)),
                        payment
                                ? params.changed(
                                        "receipt_email",
                                        LONGEST_EMAIL,
                                        intent.receiptEmail().orElse(null))
                                : null,
                        params.metadata(intent.metadata()),
                        new Card(
                                named(params, PAYMENT_METHOD),
                                newCard(params),
                                false,
                                null,
                                null,
                                false));
        params.refuseOthers();
        return changes;
    }

    /** What a parameter names, which cannot be unset. */
    private static @Nullable String named(FormParameters params, String name) {
        return params.has(name) ? params.required(name) : params.text(name).orElse(null);
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
        var params = FormParameters.of(request);
        var asker = asker(request, params);
        var expand = Expand.read(params, expandable(kind));
        params.refuseOthers();
        return answer(request, intentService.get(kind, id, asker), expand);
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
        var params = FormParameters.of(request);
        var asker = asker(request, params);
        var card = card(params, kind, asker.publishable());
        params.ignore("mandate_data", "payment_method_options");
        var expand = Expand.read(params, expandable(kind));
        params.refuseOthers();
        return answer(request, intentService.confirm(kind, id, asker, card), expand);
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
        var params = FormParameters.of(request);
        var reason = params.choice("cancellation_reason", reasons).orElse(null);
        var expand = Expand.read(params, expandable(kind));
        params.refuseOthers();
        return answer(request, intentService.cancel(kind, id, reason), expand);
    }

    @PostMapping(PAYMENTS + "/{id}/capture")
    Object capture(@PathVariable String id, HttpServletRequest request) {
        var params = FormParameters.of(request);
        var amount = params.integer("amount_to_capture");
        var expand = Expand.read(params, Of.PAYMENT_INTENT);
        params.refuseOthers();
        return answer(request, intentService.capture(id, amount), expand);
    }

    /**
     * The intent; or the error when its card was just refused, by which time that is remembered.
     */
    private Object answer(HttpServletRequest request, IntentResult result, Expand expand) {
        var publishable = StripeKey.isPublishable(request);
        var shape = shapes.intent(result, publishable, expand);
        var decline = result.decline();
        if (decline == null) {
            return shape;
        }
        var objects = new LinkedHashMap<String, Object>();
        objects.put(result.intent().kind().object(), shape);
        var refused = result.refused();
        if (refused != null) {
            objects.put(
                    "payment_method",
                    publishable
                            ? PaymentMethodJson.inBrowser(refused)
                            : shapes.paymentMethod(refused, Expand.NOTHING));
        }
        throw new StripeCardException(StripeError.of(decline, objects));
    }

    private static Asker asker(HttpServletRequest request, FormParameters params) {
        return new Asker(
                StripeKey.isPublishable(request), params.text("client_secret").orElse(null));
    }

    /** The card that comes with a request; a web page may not say that its holder is away. */
    private Card card(FormParameters params, Kind kind, boolean publishable) {
        var futureUse = kind == Kind.PAYMENT ? futureUse(params) : null;
        var offSession = kind == Kind.PAYMENT && !publishable && params.flag("off_session");
        var onThePage = params.flag("use_stripe_sdk") && publishable;
        return new Card(
                params.text(PAYMENT_METHOD).orElse(null),
                newCard(params),
                offSession,
                futureUse,
                returnUrl(params),
                onThePage);
    }

    private @Nullable NewCard newCard(FormParameters params) {
        var data = params.object("payment_method_data");
        if (data.isPresent() && params.text(PAYMENT_METHOD).isPresent()) {
            throw StripeError.invalid(
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

    private static Of expandable(Kind kind) {
        return kind == Kind.SETUP ? Of.SETUP_INTENT : Of.PAYMENT_INTENT;
    }

    private static @Nullable String returnUrl(FormParameters params) {
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

    /** Only cards are simulated, however they are asked for. */
    private static void requireCards(FormParameters params) {
        for (var type : params.list("payment_method_types")) {
            if (!type.equals("card")) {
                throw StripeError.invalid(
                        null,
                        "The payment method type \"%s\" is invalid: this sandbox simulates cards only."
                                .formatted(type),
                        "payment_method_types");
            }
        }
    }

    /**
     * Whether ways to pay that lead to another page may be used; empty when the ways are not left
     * to Stripe's settings.
     */
    private static Optional<Boolean> redirects(FormParameters params) {
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
