package dev.paystub.stripe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.paystub.http.PublicUrl;
import dev.paystub.stripe.Intent.Kind;
import dev.paystub.stripe.Intent.Status;
import dev.paystub.stripe.IntentService.IntentResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Intents as Stripe's API shows them; a web page sees less of them. */
final class IntentJson {

    private static final List<String> CARD_ONLY = List.of("card");

    private IntentJson() {}

    /** The shape that a key's kind is shown. */
    static Object of(Shown shown) {
        return switch (shown.intent().kind()) {
            case SETUP -> shown.publishable() ? SetupInBrowser.of(shown) : Setup.of(shown);
            case PAYMENT -> shown.publishable() ? PaymentInBrowser.of(shown) : Payment.of(shown);
        };
    }

    /** The parts in which all the shapes agree. */
    record Shown(
            IntentResult result,
            boolean publishable,
            Expand expand,
            StripeJson shapes,
            PublicUrl url) {

        Intent intent() {
            return result.intent();
        }

        @Nullable Object customer() {
            return shapes.customer(intent().customer().orElse(null), expand);
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
            return publishable
                    ? PaymentMethodJson.inBrowser(method)
                    : shapes.paymentMethod(method, expanded);
        }

        @Nullable Object latestCharge() {
            return expand.has("latest_charge")
                    ? shapes.charge(result, expand.in("latest_charge"))
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
                    : new NextAction(
                            "redirect_to_url", null, new RedirectToUrl(returnUrl, challenge));
        }

        @Nullable Automatic automatic() {
            return intent().automatic()
                    ? new Automatic(intent().allowRedirects() ? "always" : "never", true)
                    : null;
        }

        @Nullable Long canceledAt() {
            return intent().canceledAt().map(Instant::getEpochSecond).orElse(null);
        }
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
    record Automatic(String allowRedirects, boolean enabled) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record SetupOptions(SetupCardOptions card) {

        static final SetupOptions DEFAULT =
                new SetupOptions(new SetupCardOptions(null, null, "automatic"));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record SetupCardOptions(
            @Nullable Object mandateOptions,
            @Nullable String network,
            @JsonProperty("request_three_d_secure") String requestThreeDSecure) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record PaymentOptions(PaymentCardOptions card) {

        static final PaymentOptions DEFAULT =
                new PaymentOptions(new PaymentCardOptions(null, null, null, "automatic"));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record PaymentCardOptions(
            @Nullable Object installments,
            @Nullable Object mandateOptions,
            @Nullable String network,
            @JsonProperty("request_three_d_secure") String requestThreeDSecure) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Setup(
            String id,
            String object,
            @Nullable String application,
            @Nullable Automatic automaticPaymentMethods,
            @Nullable String cancellationReason,
            String clientSecret,
            long created,
            @Nullable Object customer,
            @Nullable String description,
            @Nullable Object flowDirections,
            @Nullable LastError lastSetupError,
            @Nullable String latestAttempt,
            boolean livemode,
            @Nullable String mandate,
            Map<String, String> metadata,
            @Nullable NextAction nextAction,
            @Nullable String onBehalfOf,
            @Nullable Object paymentMethod,
            @Nullable Object paymentMethodConfigurationDetails,
            SetupOptions paymentMethodOptions,
            List<String> paymentMethodTypes,
            @Nullable String singleUseMandate,
            String status,
            String usage) {

        static Setup of(Shown shown) {
            var intent = shown.intent();
            return new Setup(
                    intent.token(),
                    Kind.SETUP.object(),
                    null,
                    shown.automatic(),
                    intent.cancellationReason().orElse(null),
                    intent.clientSecret(),
                    intent.createdAt().getEpochSecond(),
                    shown.customer(),
                    intent.description().orElse(null),
                    null,
                    shown.error(),
                    null,
                    false,
                    null,
                    intent.metadata(),
                    shown.nextAction(),
                    null,
                    shown.paymentMethod(),
                    null,
                    SetupOptions.DEFAULT,
                    CARD_ONLY,
                    null,
                    intent.status().label(),
                    intent.futureUse().orElse("off_session"));
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record SetupInBrowser(
            String id,
            String object,
            @Nullable Automatic automaticPaymentMethods,
            @Nullable String cancellationReason,
            String clientSecret,
            long created,
            @Nullable String description,
            @Nullable LastError lastSetupError,
            boolean livemode,
            @Nullable NextAction nextAction,
            @Nullable Object paymentMethod,
            List<String> paymentMethodTypes,
            String status,
            String usage) {

        static SetupInBrowser of(Shown shown) {
            var intent = shown.intent();
            return new SetupInBrowser(
                    intent.token(),
                    Kind.SETUP.object(),
                    shown.automatic(),
                    intent.cancellationReason().orElse(null),
                    intent.clientSecret(),
                    intent.createdAt().getEpochSecond(),
                    intent.description().orElse(null),
                    shown.error(),
                    false,
                    shown.nextAction(),
                    shown.paymentMethod(),
                    CARD_ONLY,
                    intent.status().label(),
                    intent.futureUse().orElse("off_session"));
        }
    }

    /** Nothing is known of tips. */
    record AmountDetails(Map<String, Object> tip) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Payment(
            String id,
            String object,
            long amount,
            long amountCapturable,
            AmountDetails amountDetails,
            long amountReceived,
            @Nullable String application,
            @Nullable Long applicationFeeAmount,
            @Nullable Automatic automaticPaymentMethods,
            @Nullable Long canceledAt,
            @Nullable String cancellationReason,
            String captureMethod,
            String clientSecret,
            String confirmationMethod,
            long created,
            String currency,
            @Nullable Object customer,
            @Nullable String description,
            @Nullable LastError lastPaymentError,
            @Nullable Object latestCharge,
            boolean livemode,
            Map<String, String> metadata,
            @Nullable NextAction nextAction,
            @Nullable String onBehalfOf,
            @Nullable Object paymentMethod,
            @Nullable Object paymentMethodConfigurationDetails,
            PaymentOptions paymentMethodOptions,
            List<String> paymentMethodTypes,
            @Nullable Object processing,
            @Nullable String receiptEmail,
            @Nullable String review,
            @Nullable String setupFutureUsage,
            @Nullable Object shipping,
            @Nullable String statementDescriptor,
            @Nullable String statementDescriptorSuffix,
            String status,
            @Nullable Object transferData,
            @Nullable String transferGroup) {

        static Payment of(Shown shown) {
            var intent = shown.intent();
            return new Payment(
                    intent.token(),
                    Kind.PAYMENT.object(),
                    intent.amount(),
                    intent.amountCapturable(),
                    new AmountDetails(Map.of()),
                    intent.amountReceived(),
                    null,
                    null,
                    shown.automatic(),
                    shown.canceledAt(),
                    intent.cancellationReason().orElse(null),
                    IntentJson.captureMethod(intent),
                    intent.clientSecret(),
                    "automatic",
                    intent.createdAt().getEpochSecond(),
                    intent.currency().orElseThrow(),
                    shown.customer(),
                    intent.description().orElse(null),
                    shown.error(),
                    shown.latestCharge(),
                    false,
                    intent.metadata(),
                    shown.nextAction(),
                    null,
                    shown.paymentMethod(),
                    null,
                    PaymentOptions.DEFAULT,
                    CARD_ONLY,
                    null,
                    intent.receiptEmail().orElse(null),
                    null,
                    intent.futureUse().orElse(null),
                    null,
                    null,
                    null,
                    intent.status().label(),
                    null,
                    null);
        }
    }

    private static String captureMethod(Intent intent) {
        return intent.captureManually() ? "manual" : "automatic_async";
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record PaymentInBrowser(
            String id,
            String object,
            long amount,
            @Nullable Automatic automaticPaymentMethods,
            @Nullable Long canceledAt,
            @Nullable String cancellationReason,
            String captureMethod,
            String clientSecret,
            String confirmationMethod,
            long created,
            String currency,
            @Nullable String description,
            @Nullable LastError lastPaymentError,
            boolean livemode,
            @Nullable NextAction nextAction,
            @Nullable Object paymentMethod,
            List<String> paymentMethodTypes,
            @Nullable Object processing,
            @Nullable String receiptEmail,
            @Nullable String setupFutureUsage,
            @Nullable Object shipping,
            String status) {

        static PaymentInBrowser of(Shown shown) {
            var intent = shown.intent();
            return new PaymentInBrowser(
                    intent.token(),
                    Kind.PAYMENT.object(),
                    intent.amount(),
                    shown.automatic(),
                    shown.canceledAt(),
                    intent.cancellationReason().orElse(null),
                    IntentJson.captureMethod(intent),
                    intent.clientSecret(),
                    "automatic",
                    intent.createdAt().getEpochSecond(),
                    intent.currency().orElseThrow(),
                    intent.description().orElse(null),
                    shown.error(),
                    false,
                    shown.nextAction(),
                    shown.paymentMethod(),
                    CARD_ONLY,
                    null,
                    intent.receiptEmail().orElse(null),
                    intent.futureUse().orElse(null),
                    null,
                    intent.status().label());
        }
    }
}
