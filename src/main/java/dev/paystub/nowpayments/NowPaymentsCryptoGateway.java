package dev.paystub.nowpayments;

import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CryptoGateway;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Simulates NOWPayments and the chains behind it, by the account's clock. */
@Component
class NowPaymentsCryptoGateway implements CryptoGateway {

    private final Currencies currencies;
    private final PaymentSteps steps;
    private final Clock clock;

    NowPaymentsCryptoGateway(Currencies currencies, PaymentSteps steps, Clock clock) {
        this.currencies = currencies;
        this.steps = steps;
        this.clock = clock;
    }

    @Override
    public List<String> currencies() {
        return currencies.tickers();
    }

    @Override
    public Quote open(
            long number, boolean first, Money price, String ticker, @Nullable String paymentCase) {
        var currency =
                currencies
                        .find(ticker)
                        .orElseThrow(() ->
                                new DomainException.Invalid(
                                        "Currency is not supported; see GET"
                                                + " /billing/crypto/currencies"));
        var payAmount = currency.quote(price.amount());
        if (payAmount.compareTo(currency.minimum()) < 0) {
            throw new DomainException.Invalid(
                    "Amount is less than minimal: %s %s"
                            .formatted(
                                    currency.minimum().stripTrailingZeros().toPlainString(),
                                    currency.ticker()));
        }
        steps.saveAndSchedule(
                new SimulatedPayment(
                        number, PaymentCase.of(paymentCase), price, payAmount, clock.instant()));
        return new Quote(
                currency.address(number, first),
                payAmount,
                currency.ticker(),
                currency.network(),
                currency.extraId(number));
    }
}
