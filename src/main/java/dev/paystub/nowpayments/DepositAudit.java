package dev.paystub.nowpayments;

import dev.paystub.audit.AuditResult.Violation;
import dev.paystub.audit.AuditRule;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CryptoPayment;
import dev.paystub.payment.Payments;
import dev.paystub.payment.Transaction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Audit rules for the simulated chain: deposits are credited at their worth, and every crypto
 * payment has a simulation.
 */
@Configuration(proxyBeanMethods = false)
class DepositAudit {

    private final Payments payments;
    private final SimulatedPayments simulated;
    private final Deposits deposits;

    DepositAudit(Payments payments, SimulatedPayments simulated, Deposits deposits) {
        this.payments = payments;
        this.simulated = simulated;
        this.deposits = deposits;
    }

    @Bean
    AuditRule depositsAreCredited() {
        return AuditRule.of(
                "deposits-credited-at-their-worth",
                findings -> {
                    var byNumber =
                            simulated.findAll().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    SimulatedPayment::number, Function.identity()));
                    var booked =
                            payments.transactions().stream()
                                    .filter(booking -> booking.gateway().equals("nowpayments"))
                                    .collect(
                                            Collectors.toMap(
                                                    Transaction::transid,
                                                    Transaction::amount,
                                                    Money::plus));
                    for (var payment : payments.cryptoPayments()) {
                        var chain = byNumber.get(payment.number());
                        if (chain == null || !chain.hasDeposit() || !isSettled(payment)) {
                            continue;
                        }
                        var worth =
                                chain.worthOf(
                                        CoinAmounts.sum(
                                                deposits.findAllByPaymentNumberOrderByNumber(
                                                        payment.number())));
                        var came =
                                booked.getOrDefault(String.valueOf(payment.number()), Money.ZERO);
                        findings.require(
                                came.equals(worth),
                                () ->
                                        new Violation(
                                                "crypto payment " + payment.number(),
                                                "Its deposits are worth %s, but %s was booked"
                                                        .formatted(worth, came)));
                    }
                });
    }

    private static boolean isSettled(CryptoPayment payment) {
        return switch (payment.status()) {
            case FINISHED, PARTIALLY_PAID -> true;
            case WAITING, CONFIRMING, CONFIRMED, SENDING, FAILED, REFUNDED, EXPIRED -> false;
        };
    }

    @Bean
    AuditRule paymentsAreWatched() {
        return AuditRule.query(
                "no-orphan",
                "crypto_payments where account_id = :account",
                """
                select number from crypto_payments
                where account_id = :account and number not in (
                    select number from simulated_payments where account_id = :account)
                order by number desc
                """,
                "crypto payment %s",
                "The simulated chain does not know it");
    }
}
