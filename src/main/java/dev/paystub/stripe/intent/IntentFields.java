package dev.paystub.stripe.intent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.http.PublicUrl;
import dev.paystub.stripe.Expand;
import dev.paystub.stripe.StripeError;
import dev.paystub.stripe.card.CardRenderer;
import dev.paystub.stripe.card.PaymentMethod;
import dev.paystub.stripe.intent.Intent.Status;
import dev.paystub.stripe.intent.IntentService.IntentResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The fields that SetupIntents and PaymentIntents share, for either kind of key. */
record IntentFields(
        IntentResult result,
        boolean publishable,
        Expand expand,
        CardRenderer cards,
        IntentRenderer intents,
        PublicUrl url) {

    static final List<String> CARD_ONLY = List.of("card");

    Intent intent() {
        return result.intent();
    }

    @Nullable Object customer() {
        return cards.customer(intent().customer().orElse(null), expand);
    }

    @Nullable Object paymentMethod() {
        var method = result.paymentMethod();
        return method == null
                ? null
                : expand.has("payment_method")
                        ? method(method, expand.in("payment_method"))
                        : method.token();
    }

    private Object method(PaymentMethod method, Expand expanded) {
        return cards.paymentMethod(method, publishable, expanded);
    }

    @Nullable Object latestCharge() {
        return expand.has("latest_charge")
                ? intents.charge(result, expand.in("latest_charge"))
                : intent().charge().orElse(null);
    }

    @Nullable LastError error() {
        return intent().error()
                .map(decline -> {
                    var error = StripeError.of(decline, Map.of());
                    var refused = result.refused();
                    return new LastError(
                            decline.code(),
                            decline.declineCode(),
                            error.docUrl(),
                            decline.message(),
                            refused == null ? null : method(refused, Expand.NOTHING),
                            error.type());
                })
                .orElse(null);
    }

    @Nullable NextAction nextAction() {
        if (intent().status() != Status.REQUIRES_ACTION) {
            return null;
        }
        var returnUrl = intent().returnUrl().orElse(null);
        var challenge =
                url.of("/stripe-js/challenge.html")
                        + "#client_secret="
                        + intent().clientSecret()
                        + (returnUrl == null
                                ? ""
                                : "&return_url="
                                        + URLEncoder.encode(returnUrl, StandardCharsets.UTF_8));
        return returnUrl == null
                ? new NextAction(
                        "use_stripe_sdk",
                        new UseStripeSdk("three_d_secure_redirect", challenge),
                        null)
                : new NextAction("redirect_to_url", null, new RedirectToUrl(returnUrl, challenge));
    }

    @Nullable AutomaticPaymentMethods automatic() {
        return intent().automatic()
                ? new AutomaticPaymentMethods(intent().allowRedirects() ? "always" : "never", true)
                : null;
    }

    String captureMethod() {
        return intent().captureManually() ? "manual" : "automatic_async";
    }

    @Nullable Long canceledAt() {
        return intent().canceledAt().map(Instant::getEpochSecond).orElse(null);
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LastError(
            String code,
            @Nullable String declineCode,
            @Nullable String docUrl,
            String message,
            @Nullable Object paymentMethod,
            String type) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NextAction(
            String type,
            @Nullable UseStripeSdk useStripeSdk,
            @Nullable RedirectToUrl redirectToUrl) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record UseStripeSdk(String type, String stripeJs) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record RedirectToUrl(String returnUrl, String url) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record AutomaticPaymentMethods(String allowRedirects, boolean enabled) {}
}
