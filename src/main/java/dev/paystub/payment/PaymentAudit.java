package dev.paystub.payment;

import dev.paystub.audit.AuditRule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Audit rules for payments and cards: each queries for the rows that break it. */
@Configuration(proxyBeanMethods = false)
class PaymentAudit {

    private static final String INVOICES = "invoices where account_id = :account";
    private static final String TRANSACTIONS = "transactions where account_id = :account";
    private static final String CRYPTO_PAYMENTS = "crypto_payments where account_id = :account";

    /** An invoice that was seeded as paid needs no transaction. */
    @Bean
    AuditRule paymentsEqualInvoice() {
        return AuditRule.query(
                "payments-equal-invoice",
                INVOICES,
                """
                select number, amount_paid, received from (
                    select v.*,
                           (select coalesce(sum(t.applied), 0.00) from transactions t
                            where t.account_id = v.account_id and t.invoice_number = v.number)
                               received
                    from invoices v where v.account_id = :account) sums
                where received <> amount_paid
                  and not (cause = 'sandbox' and received = 0 and amount_paid = subtotal)
                order by date desc, number desc
                """,
                "invoice %s",
                "%2$s of it counts as paid, but payments brought it %3$s");
    }

    @Bean
    AuditRule overpaymentCredited() {
        return AuditRule.query(
                "overpayment-credited",
                INVOICES,
                """
                select number, came, went from (
                    select v.number, v.date,
                           (select coalesce(sum(t.amount - t.applied), 0.00) from transactions t
                            where t.account_id = v.account_id and t.invoice_number = v.number)
                               came,
                           (select coalesce(sum(e.amount), 0.00) from ledger_entries e
                            where e.account_id = v.account_id and e.invoice_number = v.number
                              and e.reason = 'OVERPAYMENT') went
                    from invoices v where v.account_id = :account) sums
                where came <> went
                order by date desc, number desc
                """,
                "invoice %s",
                "%2$s more came in than it needed, but %3$s was added to the balance");
    }

    @Bean
    AuditRule moneyComesOnce() {
        return AuditRule.query(
                "money-comes-once",
                TRANSACTIONS,
                """
                select number, gateway, transid from (
                    select number, gateway, transid,
                           row_number() over (partition by gateway, transid order by number) place
                    from transactions where account_id = :account) booked
                where place > 1
                order by number
                """,
                "transaction %s",
                "The payment %2$s %3$s is booked more than once");
    }

    /** A worth of less than half a cent is booked as no money. */
    @Bean
    AuditRule cryptoCreditedOnce() {
        return AuditRule.query(
                "crypto-credited-once",
                CRYPTO_PAYMENTS,
                """
                select number, lower(status), booked from (
                    select p.number, p.status, p.price_amount,
                           (select count(*) from transactions t
                            where t.account_id = p.account_id and t.gateway = 'nowpayments'
                              and t.transid = cast(p.number as varchar)) booked
                    from crypto_payments p where p.account_id = :account) counts
                where case
                    when status = 'FINISHED'
                        then booked <> case when price_amount > 0 then 1 else 0 end
                    when status in ('PARTIALLY_PAID', 'REFUNDED') then booked > 1
                    else booked > 0 end
                order by number desc
                """,
                "crypto payment %s",
                "It is %2$s, and money was booked for it %3$s times");
    }

    @Bean
    AuditRule oneDefaultCard() {
        return AuditRule.query(
                "one-default-card",
                "accounts where id = :account",
                """
                select preferred, stored from (
                    select count(case when preferred then 1 end) preferred, count(*) stored
                    from cards where account_id = :account) counts
                where preferred <> case when stored = 0 then 0 else 1 end
                """,
                "cards",
                "%s of %s cards are the default");
    }

    @Bean
    AuditRule transactionsReferToWhatExists() {
        return AuditRule.query(
                "no-orphan",
                TRANSACTIONS,
                """
                select number, invoice_number, gateway, transid from transactions
                where account_id = :account and (
                    invoice_number not in (
                        select number from invoices where account_id = :account)
                    or gateway = 'nowpayments' and transid not in (
                        select cast(number as varchar) from crypto_payments
                        where account_id = :account))
                order by number
                """,
                "transaction %s",
                "Its invoice %2$s or %3$s's payment %4$s is not there");
    }

    @Bean
    AuditRule cryptoPaymentsReferToWhatExists() {
        return AuditRule.query(
                "no-orphan",
                CRYPTO_PAYMENTS,
                """
                select number, invoice_number, parent_number from crypto_payments
                where account_id = :account and (
                    invoice_number not in (
                        select number from invoices where account_id = :account)
                    or parent_number not in (
                        select number from crypto_payments where account_id = :account))
                order by number desc
                """,
                "crypto payment %s",
                "Its invoice %2$s or its parent %3$s is not there");
    }
}
