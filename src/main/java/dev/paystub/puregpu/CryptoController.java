package dev.paystub.puregpu;

import static dev.paystub.puregpu.Labels.require;
import static dev.paystub.puregpu.WhmcsFormat.IN_UTC;
import static dev.paystub.puregpu.WhmcsFormat.UTC;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.paystub.payment.CryptoPayment;
import dev.paystub.payment.CryptoPaymentView;
import dev.paystub.payment.Payments;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** {@code /billing/crypto}: lists currencies, creates and returns crypto payments. */
@RestController
@Tag(name = "Crypto payments", description = "Paying invoices in a cryptocurrency, by NOWPayments")
@RequestMapping("/billing/crypto")
class CryptoController {

    private static final String USD = "usd";

    private final Payments payments;

    CryptoController(Payments payments) {
        this.payments = payments;
    }

    @Operation(
            summary = "List the currencies an invoice can be paid in",
            description = "By their tickers, as the request to pay takes them")
    @GetMapping("/currencies")
    CurrencyList listCurrencies() {
        return new CurrencyList("success", payments.currencies());
    }

    @Operation(
            summary = "Begin to pay an invoice in a cryptocurrency",
            description =
                    "The answer says how many coins to send, to which address and until when; case"
                            + " chooses how the simulated payment goes on")
    @PostMapping("/payments")
    PaymentCreated createPayment(@RequestBody CreatePayment request) {
        var payment =
                payments.payInCrypto(
                        request.invoiceId(), request.currency(), request.paymentCase());
        return new PaymentCreated("success", NewPayment.of(payment));
    }

    @Operation(
            summary = "Get a payment, by its id or by its invoice's",
            description =
                    "With its status, which moves as the account's clock does; of an invoice, the"
                            + " latest payment")
    @GetMapping("/payments/{paymentId}")
    PaymentFound getPayment(
            @Parameter(
                            example = "34",
                            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
                    @PathVariable
                    String paymentId) {
        var payment = payments.cryptoPaymentByIdOrInvoice(WhmcsFormat.id(paymentId));
        return new PaymentFound("success", PaymentEntry.of(payment));
    }

    record CurrencyList(String result, List<String> currencies) {}

    /**
     * {@code case} is a parameter of NOWPayments' sandbox; the PureGPU document does not have it.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record CreatePayment(
            Long invoiceId,
            String currency,
            @JsonProperty("case")
                    @Schema(
                            description = "Sandbox only: how the payment unfolds",
                            allowableValues = {
                                "success",
                                "failed",
                                "partially_paid",
                                "expired",
                                "common"
                            })
                    @Nullable String paymentCase) {
        CreatePayment {
            require("invoice_id", invoiceId);
            require("currency", currency);
        }
    }

    record PaymentCreated(String result, NewPayment payment) {}

    record PaymentFound(String result, PaymentEntry payment) {}

    /** The id is a string here and a number in {@link PaymentEntry}, as in NOWPayments' API. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record NewPayment(
            String id,
            @Schema(implementation = CryptoPayment.Status.class) String status,
            String payAddress,
            BigDecimal priceAmount,
            String priceCurrency,
            BigDecimal payAmount,
            String payCurrency,
            @Schema(description = IN_UTC, pattern = UTC) String createdAt,
            @Schema(description = IN_UTC, pattern = UTC) String updatedAt,
            @Nullable String payinExtraId,
            String network,
            @Nullable String timeLimit,
            @Schema(description = IN_UTC, pattern = UTC) String expirationEstimateDate,
            @Schema(description = IN_UTC, pattern = UTC) String validUntil) {

        static NewPayment of(CryptoPayment payment) {
            return new NewPayment(
                    String.valueOf(payment.number()),
                    payment.status().label(),
                    payment.payAddress(),
                    WhmcsFormat.number(payment.priceAmount().amount()),
                    USD,
                    WhmcsFormat.number(payment.payAmount()),
                    payment.payCurrency(),
                    WhmcsFormat.gatewayTime(payment.createdAt()),
                    WhmcsFormat.gatewayTime(payment.updatedAt()),
                    payment.payinExtraId(),
                    payment.network(),
                    null,
                    WhmcsFormat.gatewayTime(payment.expirationEstimateDate()),
                    WhmcsFormat.gatewayTime(payment.validUntil()));
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record PaymentEntry(
            long id,
            @Schema(implementation = CryptoPayment.Status.class) String status,
            String payAddress,
            BigDecimal priceAmount,
            String priceCurrency,
            BigDecimal payAmount,
            String payCurrency,
            @Schema(description = IN_UTC, pattern = UTC) String createdAt,
            @Schema(description = IN_UTC, pattern = UTC) String updatedAt,
            @Nullable String payinExtraId) {

        static PaymentEntry of(CryptoPaymentView payment) {
            return new PaymentEntry(
                    payment.number(),
                    payment.status().label(),
                    payment.payAddress(),
                    WhmcsFormat.number(payment.priceAmount().amount()),
                    USD,
                    WhmcsFormat.number(payment.payAmount()),
                    payment.payCurrency(),
                    WhmcsFormat.gatewayTime(payment.createdAt()),
                    WhmcsFormat.gatewayTime(payment.updatedAt()),
                    payment.payinExtraId());
        }
    }
}
