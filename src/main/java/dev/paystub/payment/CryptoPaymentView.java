package dev.paystub.payment;

import dev.paystub.kernel.Money;
import dev.paystub.payment.CryptoPayment.Status;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment in a cryptocurrency, for display.
 *
 * @param priceAmount what is to be paid
 * @param payAmount the amount in coins, without trailing zeros
 * @param payinExtraId the memo or tag that some chains need; null for the others
 */
public record CryptoPaymentView(
        long number,
        Status status,
        String payAddress,
        Money priceAmount,
        BigDecimal payAmount,
        String payCurrency,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String payinExtraId) {}
