package dev.paystub.stripe.card;

import dev.paystub.stripe.Expand;
import dev.paystub.stripe.Expand.Of;
import dev.paystub.stripe.FormParameters;
import dev.paystub.stripe.ListJson;
import dev.paystub.stripe.Paging;
import dev.paystub.stripe.Paging.Part;
import dev.paystub.stripe.StripeApi;
import dev.paystub.stripe.StripeKey;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Stripe's PaymentMethods API: create, retrieve, update, list, attach, detach. */
@RestController
@Hidden
@RequestMapping({StripeApi.ROOT + "/payment_methods", StripeApi.PREFIXED + "/payment_methods"})
class PaymentMethodController {

    private final PaymentMethodService paymentMethods;
    private final CardRenderer renderer;
    private final Clock clock;

    PaymentMethodController(
            PaymentMethodService paymentMethods, CardRenderer renderer, Clock clock) {
        this.paymentMethods = paymentMethods;
        this.renderer = renderer;
        this.clock = clock;
    }

    @PostMapping
    Object create(HttpServletRequest request) {
        var params = FormParameters.of(request);
        var card = PaymentMethodService.NewCard.read(params, clock);
        var expand = Expand.read(params, Of.PAYMENT_METHOD);
        params.rejectUnknown();
        var created = paymentMethods.create(card);
        return renderer.paymentMethod(created, StripeKey.isPublishable(request), expand);
    }

    /**
     * Lists the payment methods of a customer. Without one Stripe lists those of its Treasury,
     * which is not simulated: the list is empty.
     */
    @GetMapping
    ListJson list(HttpServletRequest request) {
        var params = FormParameters.of(request);
        var customer = params.text("customer");
        params.choice("type", "card");
        params.choice("allow_redisplay", "always", "limited", "unspecified");
        var paging = Paging.read(params);
        var expand = Expand.readOfList(params, Of.PAYMENT_METHOD);
        params.rejectUnknown();
        return ListJson.of(
                customer.map(id -> paymentMethods.listForCustomer(id, paging))
                        .orElse(new Part<>(List.of(), false)),
                "/v1/payment_methods",
                method -> renderer.paymentMethod(method, expand));
    }

    @GetMapping("/{id}")
    Object retrieve(@PathVariable String id, HttpServletRequest request) {
        var expand = readExpand(FormParameters.of(request));
        return renderer.paymentMethod(paymentMethods.get(id), expand);
    }

    @PostMapping("/{id}")
    Object update(@PathVariable String id, HttpServletRequest request) {
        var params = FormParameters.of(request);
        var expand = Expand.read(params, Of.PAYMENT_METHOD);
        return renderer.paymentMethod(paymentMethods.update(id, params), expand);
    }

    @PostMapping("/{id}/attach")
    Object attach(@PathVariable String id, HttpServletRequest request) {
        var params = FormParameters.of(request);
        var customer = params.required("customer");
        var expand = readExpand(params);
        return renderer.paymentMethod(paymentMethods.attach(id, customer), expand);
    }

    @PostMapping("/{id}/detach")
    Object detach(@PathVariable String id, HttpServletRequest request) {
        var expand = readExpand(FormParameters.of(request));
        return renderer.paymentMethod(paymentMethods.detach(id), expand);
    }

    private static Expand readExpand(FormParameters params) {
        var expand = Expand.read(params, Of.PAYMENT_METHOD);
        params.rejectUnknown();
        return expand;
    }
}
