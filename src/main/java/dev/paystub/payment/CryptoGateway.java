package dev.paystub.payment;

import dev.paystub.kernel.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port to a provider that watches blockchains for deposits (NOWPayments, POST and GET {@code
 * /payment}).
 */
public interface CryptoGateway {

    /** Returns tickers in lower case, in the gateway's order. */
    List<String> currencies();

    /** The amount in coins, and the address to pay it to. */
    record Quote(
            String payAddress,
            BigDecimal payAmount,
            String payCurrency,
            String network,
            @Nullable String payinExtraId) {}

    /**
     * Quotes a payment and starts to watch its address.
     *
     * @param number the payment's number
     * @param first whether it is the account's first payment
     * @param paymentCase NOWPayments' sandbox parameter {@code case}, or null for the default
     * @throws DomainException.Invalid when the currency or the case is unknown, or the price is
     *     below the coin's minimum
     */
    Quote open(
            long number, boolean first, Money price, String currency, @Nullable String paymentCase);

    /**
     * Published by the gateway when a payment has a new status.
     *
     * @param received the amount that arrived in this step, in US dollars
     */
    record PaymentChanged(long payment, CryptoPayment.Status status, Money received) {}

    /**
     * Published by the gateway when coins arrive at the address of a payment that has ended. The
     * gateway opens a child payment for them.
     *
     * @param parent the payment that the address belongs to
     * @param payment the child payment's number
     * @param price the worth of the coins in US dollars, at the parent's rate
     */
    record ChildPaymentOpened(long parent, long payment, Money price, BigDecimal coins) {}
}
