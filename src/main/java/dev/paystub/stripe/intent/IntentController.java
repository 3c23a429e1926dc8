package dev.paystub.stripe.intent;

import dev.paystub.stripe.CreatedFilter;
import dev.paystub.stripe.Expand;
import dev.paystub.stripe.Expand.Of;
import dev.paystub.stripe.FormParameters;
import dev.paystub.stripe.ListJson;
import dev.paystub.stripe.Paging;
import dev.paystub.stripe.StripeApi;
import dev.paystub.stripe.StripeCardException;
import dev.paystub.stripe.StripeError;
import dev.paystub.stripe.StripeInvalidRequestException;
import dev.paystub.stripe.StripeKey;
import dev.paystub.stripe.card.CardRenderer;
import dev.paystub.stripe.intent.Intent.Kind;
import dev.paystub.stripe.intent.Intent.Terms;
import dev.paystub.stripe.intent.IntentService.Filter;
import dev.paystub.stripe.intent.IntentService.IntentResult;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stripe's SetupIntents and PaymentIntents API: create, retrieve, list, update, confirm, cancel,
 * capture.
 */
@RestController
@Hidden
@RequestMapping({StripeApi.ROOT, StripeApi.PREFIXED})
class IntentController {

    private static final String SETUPS = "/setup_intents";
    private static final String PAYMENTS = "/payment_intents";
    private static final String CUSTOMER = "customer";
    private static final String PAYMENT_METHOD = "payment_method";

    private final IntentService intentService;
    private final IntentRenderer renderer;
    private final CardRenderer cards;
    private final Clock clock;

    IntentController(
            IntentService intentService, IntentRenderer renderer, CardRenderer cards, Clock clock) {
        this.intentService = intentService;
        this.renderer = renderer;
        this.cards = cards;
        this.clock = clock;
    }

    @PostMapping(SETUPS)
    Object createSetup(HttpServletRequest request) {
        var params = FormParameters.of(request);
        return create(request, params, IntentParameters.setupTerms(params));
    }

    @PostMapping(PAYMENTS)
    Object createPayment(HttpServletRequest request) {
        var params = FormParameters.of(request);
        return create(request, params, IntentParameters.paymentTerms(params));
    }

    private Object create(HttpServletRequest request, FormParameters params, Terms terms) {
        var confirm = params.flag("confirm");
        var card = IntentParameters.card(params, terms.kind(), false, clock);
        var expand = Expand.read(params, expandable(terms.kind()));
        params.rejectUnknown();
        if (card.offSession() && !confirm) {
            throw onlyWithConfirm("off_session");
        }
        if (card.returnUrl() != null && !confirm) {
            throw onlyWithConfirm("return_url");
        }
        return render(request, intentService.create(terms, card, confirm), expand);
    }

    private static StripeInvalidRequestException onlyWithConfirm(String param) {
        return StripeError.invalidRequest(
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
        params.rejectUnknown();
        return ListJson.of(
                intentService.list(filter, paging),
                StripeApi.ROOT + (kind == Kind.SETUP ? SETUPS : PAYMENTS),
                result -> renderer.intent(result, false, expand));
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
        IntentParameters.requireCards(params);
        var expand = Expand.read(params, expandable(kind));
        return render(
                request,
                intentService.update(
                        kind, id, intent -> IntentParameters.changes(kind, params, intent, clock)),
                expand);
    }

    @GetMapping({SETUPS + "/{id}", PAYMENTS + "/{id}"})
    Object retrieve(@PathVariable String id, HttpServletRequest request) {
        var kind = kindOf(request);
        var params = FormParameters.of(request);
        var access = IntentParameters.access(request, params);
        var expand = Expand.read(params, expandable(kind));
        params.rejectUnknown();
        return render(request, intentService.get(kind, id, access), expand);
    }

    @PostMapping({SETUPS + "/{id}/confirm", PAYMENTS + "/{id}/confirm"})
    Object confirm(@PathVariable String id, HttpServletRequest request) {
        var kind = kindOf(request);
        var params = FormParameters.of(request);
        var access = IntentParameters.access(request, params);
        var card = IntentParameters.card(params, kind, access.publishable(), clock);
        params.ignore("mandate_data", "payment_method_options");
        var expand = Expand.read(params, expandable(kind));
        params.rejectUnknown();
        return render(request, intentService.confirm(kind, id, access, card), expand);
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
        params.rejectUnknown();
        return render(request, intentService.cancel(kind, id, reason), expand);
    }

    @PostMapping(PAYMENTS + "/{id}/capture")
    Object capture(@PathVariable String id, HttpServletRequest request) {
        var params = FormParameters.of(request);
        var amount = params.integer("amount_to_capture");
        var expand = Expand.read(params, Of.PAYMENT_INTENT);
        params.rejectUnknown();
        return render(request, intentService.capture(id, amount), expand);
    }

    /**
     * Returns the intent. A card that was just declined is reported as an error; the change of the
     * intent is committed by then.
     */
    private Object render(HttpServletRequest request, IntentResult result, Expand expand) {
        var publishable = StripeKey.isPublishable(request);
        var shape = renderer.intent(result, publishable, expand);
        var decline = result.decline();
        if (decline == null) {
            return shape;
        }
        var objects = new LinkedHashMap<String, Object>();
        objects.put(result.intent().kind().object(), shape);
        var refused = result.refused();
        if (refused != null) {
            objects.put(
                    "payment_method", cards.paymentMethod(refused, publishable, Expand.NOTHING));
        }
        throw new StripeCardException(StripeError.of(decline, objects));
    }

    private static Kind kindOf(HttpServletRequest request) {
        var path = StripeApi.path(request.getServletPath());
        return path.startsWith(StripeApi.ROOT + SETUPS) ? Kind.SETUP : Kind.PAYMENT;
    }

    private static Of expandable(Kind kind) {
        return kind == Kind.SETUP ? Of.SETUP_INTENT : Of.PAYMENT_INTENT;
    }
}
