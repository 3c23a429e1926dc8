package dev.paystub.invoice;

import dev.paystub.audit.AuditRule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Audit rules for invoices and the credit ledger: each queries for the rows that break it. */
@Configuration(proxyBeanMethods = false)
class InvoiceAudit {

    private static final String ENTRIES = "ledger_entries where account_id = :account";
    private static final String INVOICES = "invoices where account_id = :account";

    @Bean
    AuditRule ledgerEqualsBalance() {
        return AuditRule.query(
                "ledger-equals-balance",
                "accounts where id = :account",
                """
                select balance, total from (
                    select coalesce(sum(amount), 0.00) total,
                           coalesce(max(case when number = (
                               select last_number from numberings
                               where account_id = :account and name = 'ledger-entry')
                               then balance_after end), 0.00) balance
                    from ledger_entries where account_id = :account) sums
                where balance <> total
                """,
                "balance",
                "The balance is %s, but the ledger's entries sum to %s");
    }

    @Bean
    AuditRule runningBalance() {
        return AuditRule.query(
                "running-balance",
                ENTRIES,
                """
                select number, amount, expected, balance_after from (
                    select number, amount, balance_after,
                           coalesce(lag(balance_after) over (order by number), 0.00)
                               + amount expected
                    from ledger_entries where account_id = :account) entries
                where expected <> balance_after or expected < 0
                order by number
                """,
                "ledger entry %s",
                "It is of %2$s, so that the balance after it is %3$s and not %4$s");
    }

    @Bean
    AuditRule invoiceTotal() {
        return AuditRule.query(
                "invoice-total",
                INVOICES,
                """
                select v.number, v.subtotal, coalesce(sum(i.amount), 0.00)
                from invoices v left join invoice_items i on i.invoice_row_id = v.id
                where v.account_id = :account
                group by v.number, v.subtotal
                having coalesce(sum(i.amount), 0.00) <> v.subtotal
                order by v.number
                """,
                "invoice %s",
                "Its subtotal is %2$s, but its items sum to %3$s");
    }

    @Bean
    AuditRule paidExactlyWhenSettled() {
        return AuditRule.query(
                "paid-exactly-when-settled",
                INVOICES,
                """
                select number, upper(substring(status from 1 for 1))
                               || lower(substring(status from 2)),
                       subtotal - credit - amount_paid,
                       case when date_paid is null then 'and has no date of payment'
                            else 'and a date of payment' end
                from invoices where account_id = :account and (
                    (status = 'PAID') <> (subtotal - credit - amount_paid = 0)
                    or (status = 'PAID') <> (date_paid is not null))
                order by date desc, number desc
                """,
                "invoice %s",
                "It is %2$s with %3$s left to pay, %4$s");
    }

    @Bean
    AuditRule creditEqualsDraws() {
        return AuditRule.query(
                "credit-equals-draws",
                INVOICES,
                """
                select v.number, v.credit, -coalesce(sum(e.amount), 0.00)
                from invoices v left join ledger_entries e
                  on e.account_id = v.account_id and e.invoice_number = v.number and e.amount < 0
                where v.account_id = :account
                group by v.number, v.date, v.credit
                having -coalesce(sum(e.amount), 0.00) <> v.credit
                order by v.date desc, v.number desc
                """,
                "invoice %s",
                "Its credit is %2$s, but %3$s was drawn from the balance for it");
    }

    @Bean
    AuditRule fundsAddedOnce() {
        return AuditRule.query(
                "funds-added-once",
                INVOICES,
                """
                select number, upper(substring(status from 1 for 1))
                               || lower(substring(status from 2)), funds, added from (
                    select v.number, v.status,
                           (select coalesce(sum(i.amount), 0.00) from invoice_items i
                            where i.invoice_row_id = v.id and i.type = 'AddFunds') funds,
                           (select coalesce(sum(e.amount), 0.00) from ledger_entries e
                            where e.account_id = v.account_id and e.invoice_number = v.number
                              and e.reason = 'FUNDS') added
                    from invoices v where v.account_id = :account) sums
                where added <> case when status = 'PAID' then funds else 0 end
                order by number
                """,
                "invoice %s",
                "It is %2$s and adds funds of %3$s, but %4$s was added to the balance");
    }

    @Bean
    AuditRule entriesReferToInvoices() {
        return AuditRule.query(
                "no-orphan",
                ENTRIES,
                """
                select number, invoice_number from ledger_entries
                where account_id = :account and invoice_number not in (
                    select number from invoices where account_id = :account)
                order by number
                """,
                "ledger entry %s",
                "It refers to invoice %2$s, which is not there");
    }
}
