package dev.paystub.stripe.card;

import dev.paystub.stripe.Expand;
import dev.paystub.stripe.FormParameters;
import dev.paystub.stripe.StripeApi;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Stripe's Tokens API for cards: create and retrieve. */
@RestController
@Hidden
@RequestMapping({StripeApi.ROOT + "/tokens", StripeApi.PREFIXED + "/tokens"})
class CardTokenController {

    private final PaymentMethodService paymentMethods;
    private final Clock clock;

    CardTokenController(PaymentMethodService paymentMethods, Clock clock) {
        this.paymentMethods = paymentMethods;
        this.clock = clock;
    }

    @PostMapping
    CardTokenJson create(HttpServletRequest request) {
        var params = FormParameters.of(request);
        var card = params.object("card").orElseThrow(() -> params.missing("card"));
        var details = CardDetails.read(card, clock.instant());
        card.text("currency");
        var holder = BillingDetailsParameters.ofTokenCard(card);
        Expand.read(params, Expand.Of.ABSENT);
        params.rejectUnknown();
        return CardTokenJson.of(paymentMethods.createToken(details, holder));
    }

    @GetMapping("/{id}")
    CardTokenJson retrieve(@PathVariable String id, HttpServletRequest request) {
        var params = FormParameters.of(request);
        Expand.read(params, Expand.Of.ABSENT);
        params.rejectUnknown();
        return CardTokenJson.of(paymentMethods.getToken(id));
    }
}
