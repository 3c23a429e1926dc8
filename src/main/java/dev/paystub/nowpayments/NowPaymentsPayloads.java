package dev.paystub.nowpayments;

import static dev.paystub.nowpayments.CoinAmounts.plain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.paystub.account.AccountEvent;
import dev.paystub.payment.CryptoPayment;
import dev.paystub.payment.CryptoPayment.CryptoPaymentChanged;
import dev.paystub.payment.CryptoPayment.Status;
import dev.paystub.payment.Payments;
import dev.paystub.webhook.PayloadContributor;
import dev.paystub.webhook.WebhookFormat;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The body of NOWPayments' instant payment notification (IPN) of a payment's status. */
@Component
class NowPaymentsPayloads implements PayloadContributor {

    private static final String USD = "usd";

    private final Payments payments;
    private final SimulatedPayments simulated;
    private final Deposits deposits;

    NowPaymentsPayloads(Payments payments, SimulatedPayments simulated, Deposits deposits) {
        this.payments = payments;
        this.simulated = simulated;
        this.deposits = deposits;
    }

    @Override
    public Optional<Object> payload(AccountEvent event, WebhookFormat style) {
        return style == WebhookFormat.NOWPAYMENTS && event instanceof CryptoPaymentChanged changed
                ? Optional.of(notification(payments.cryptoPayment(changed.number())))
                : Optional.empty();
    }

    private Notification notification(CryptoPayment payment) {
        // a child payment's first event is published before its simulation is saved
        var paid =
                simulated
                        .findByNumber(payment.number())
                        .map(found -> found.actuallyPaid(payment.status(), deposited(payment)))
                        .orElse(BigDecimal.ZERO);
        var settled =
                payment.status() == Status.FINISHED || payment.status() == Status.PARTIALLY_PAID;
        return new Notification(
                payment.number(),
                payment.parentNumber(),
                null,
                payment.status().label(),
                payment.payAddress(),
                payment.payinExtraId(),
                plain(payment.priceAmount().amount()),
                USD,
                plain(payment.payAmount()),
                plain(paid),
                BigDecimal.ZERO,
                payment.payCurrency(),
                String.valueOf(payment.invoiceNumber()),
                null,
                String.valueOf(
                        payment.parentNumber() == null ? payment.number() : payment.parentNumber()),
                settled ? plain(paid) : null,
                payment.payCurrency(),
                null,
                payment.updatedAt().toEpochMilli(),
                new Fee(payment.payCurrency(), BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO));
    }

    private BigDecimal deposited(CryptoPayment payment) {
        return CoinAmounts.sum(deposits.findAllByPaymentNumberOrderByNumber(payment.number()));
    }

    /**
     * NOWPayments' {@code order_id} is Paystub's invoice number, since {@code invoice_id} is for
     * invoices of NOWPayments. NOWPayments sends {@code payment_extra_ids} as null, and {@code
     * updated_at} in milliseconds.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Notification(
            long paymentId,
            @Nullable Long parentPaymentId,
            @Nullable Long invoiceId,
            String paymentStatus,
            String payAddress,
            @Nullable String payinExtraId,
            BigDecimal priceAmount,
            String priceCurrency,
            BigDecimal payAmount,
            BigDecimal actuallyPaid,
            BigDecimal actuallyPaidAtFiat,
            String payCurrency,
            String orderId,
            @Nullable String orderDescription,
            String purchaseId,
            @Nullable BigDecimal outcomeAmount,
            String outcomeCurrency,
            @Nullable List<Long> paymentExtraIds,
            long updatedAt,
            Fee fee) {}

    /** NOWPayments spells only these fields in camel case. */
    private record Fee(
            String currency,
            @JsonProperty("depositFee") BigDecimal depositFee,
            @JsonProperty("withdrawalFee") BigDecimal withdrawalFee,
            @JsonProperty("serviceFee") BigDecimal serviceFee) {}
}
