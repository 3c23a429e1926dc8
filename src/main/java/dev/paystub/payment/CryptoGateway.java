package dev.paystub.payment;

import dev.paystub.kernel.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The port to whoever watches chains for deposits (NOWPayments, POST and GET {@code /payment}). */
public interface CryptoGateway {

    /** Tickers in lower case, in the gateway's own order. */
    List<String> currencies();

    /** Where and how much to pay. */
    record Quote(
            String payAddress,
            BigDecimal payAmount,
            String payCurrency,
            String network,
            @Nullable String payinExtraId) {}

    /**
     * Prices a payment and begins to watch for it.
     *
     * @param number the payment's number
     * @param first whether it is the account's first
     * @param walk the sandbox's {@code case}, or null for the default
     * @throws Refusal.Invalid when the currency or the case is unknown, or the price is below the
     *     coin's minimum
     */
    Quote open(long number, boolean first, Money price, String currency, @Nullable String walk);

    /**
     * A payment has moved on.
     *
     * @param received what has arrived in this step, in US dollars
     */
    record PaymentChanged(long payment, CryptoPayment.Status status, Money received) {}

    /**
     * Coins came to the address of a payment that had ended: a payment of their own is open.
     *
     * @param parent the payment whose address they came to
     * @param payment the new payment's number
     * @param price what they are worth, by the parent's quote
     */
    record ChildPaymentOpened(long parent, long payment, Money price, BigDecimal coins) {}
}
