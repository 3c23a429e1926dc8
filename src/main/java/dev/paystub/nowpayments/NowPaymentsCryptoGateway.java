package dev.paystub.nowpayments;

import dev.paystub.account.Agenda;
import dev.paystub.account.DueWork;
import dev.paystub.kernel.Money;
import dev.paystub.kernel.Refusal;
import dev.paystub.payment.CryptoGateway;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** What NOWPayments and the chains behind it would have done, by the account's clock. */
@Component
class NowPaymentsCryptoGateway implements CryptoGateway, DueWork {

    private final Currencies currencies;
    private final SimulatedPayments payments;
    private final Agenda agenda;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    NowPaymentsCryptoGateway(
            Currencies currencies,
            SimulatedPayments payments,
            Agenda agenda,
            Clock clock,
            ApplicationEventPublisher events) {
        this.currencies = currencies;
        this.payments = payments;
        this.agenda = agenda;
        this.clock = clock;
        this.events = events;
    }

    @Override
    public List<String> currencies() {
        return currencies.tickers();
    }

    @Override
    public Quote open(
            long number, boolean first, Money price, String ticker, @Nullable String walk) {
        var currency =
                currencies
                        .find(ticker)
                        .orElseThrow(() ->
                                new Refusal.Invalid(
                                        "Currency is not supported; see GET"
                                                + " /billing/crypto/currencies"));
        var payAmount = currency.quote(price.amount());
        if (payAmount.compareTo(currency.minimum()) < 0) {
            throw new Refusal.Invalid(
                    "Amount is less than minimal: %s %s"
                            .formatted(
                                    currency.minimum().stripTrailingZeros().toPlainString(),
                                    currency.ticker()));
        }
        var payment = new SimulatedPayment(number, PaymentCase.of(walk), price, clock.instant());
        payments.save(payment);
        planNext(payment);
        return new Quote(
                currency.address(number, first),
                payAmount,
                currency.ticker(),
                currency.network(),
                currency.extraId(number));
    }

    @Override
    public String kind() {
        return "crypto.step";
    }

    @Override
    public void runDue(long number, Instant at) {
        var payment = payments.findByNumber(number).orElseThrow();
        var step = payment.next().orElseThrow();
        events.publishEvent(new PaymentChanged(number, step.status(), payment.received(step)));
        payment.goOn();
        payments.save(payment);
        planNext(payment);
    }

    private void planNext(SimulatedPayment payment) {
        payment.next()
                .ifPresent(step -> agenda.schedule(kind(), payment.number(), payment.at(step)));
    }
}
