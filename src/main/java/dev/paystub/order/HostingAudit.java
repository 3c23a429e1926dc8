package dev.paystub.order;

import dev.paystub.audit.AuditRule;
import dev.paystub.catalog.Catalog;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Audit rules for orders and services: each queries for the rows that break it. */
@Configuration(proxyBeanMethods = false)
class HostingAudit {

    private static final String ITEMS =
            "invoice_items where account_id = :account and type = 'Hosting'";
    private static final String HOSTINGS = "hostings where account_id = :account";
    private static final String ORDERS = "orders where account_id = :account";

    @Bean
    AuditRule servicesCostWhatWasAgreed() {
        return AuditRule.query(
                "service-billed-at-its-price",
                ITEMS,
                """
                select i.relid, i.description, i.amount
                from invoice_items i
                join invoices v on v.id = i.invoice_row_id
                join hostings h on h.account_id = i.account_id and h.number = i.relid
                where i.account_id = :account and i.type = 'Hosting'
                  and case h.billing_cycle when 'MONTHLY' then i.amount <> h.amount
                      else mod(i.amount, h.amount) <> 0 end
                order by v.number, i.number
                """,
                "service %s",
                "'%2$s' is billed at %3$s, which its price does not give");
    }

    @Bean
    AuditRule usageEqualsHours() {
        return AuditRule.query(
                "usage-equals-hours",
                """
                hostings h join invoices v
                    on v.account_id = h.account_id and v.number = h.usage_invoice
                where h.account_id = :account
                """,
                """
                select h.number, h.usage_hours, h.amount * h.usage_hours, v.number, v.subtotal
                from hostings h join invoices v
                    on v.account_id = h.account_id and v.number = h.usage_invoice
                where h.account_id = :account and h.amount * h.usage_hours <> v.subtotal
                order by h.number
                """,
                "service %s",
                "%2$s hours cost %3$s, but invoice %4$s shows %5$s");
    }

    @Bean
    AuditRule hoursAreDrawnOnce() {
        return AuditRule.query(
                "hours-drawn-once",
                """
                ledger_entries e join invoices v
                    on v.account_id = e.account_id and v.number = e.invoice_number
                where e.account_id = :account and e.reason = 'USAGE' and v.usage_statement
                """,
                """
                select service, number, at, earlier from (
                    select i.relid service, e.number, e.at,
                           lag(e.at) over (partition by i.relid order by e.number) earlier
                    from ledger_entries e
                    join invoices v on v.account_id = e.account_id and v.number = e.invoice_number
                    join invoice_items i on i.invoice_row_id = v.id
                    where e.account_id = :account and e.reason = 'USAGE' and v.usage_statement
                      and not exists (select 1 from invoice_items other
                          where other.invoice_row_id = v.id and other.number < i.number)) drawn
                where at < earlier + interval '1' hour
                order by number
                """,
                "service %s",
                "Ledger entry %2$s draws an hour at %3$s, less than an hour after the one at %4$s");
    }

    @Bean
    AuditRule oneOrderAService() {
        return AuditRule.query(
                "one-order-per-service",
                ORDERS,
                """
                select number, hosting_number from (
                    select number, hosting_number,
                           row_number() over (partition by hosting_number order by number) place
                    from orders where account_id = :account) placed
                where place > 1
                order by number
                """,
                "order %s",
                "Service %2$s was ordered before");
    }

    /** The description without the number of hours, which grows, identifies a period. */
    @Bean
    AuditRule oneInvoiceAPeriod() {
        return AuditRule.query(
                "one-invoice-per-period",
                ITEMS,
                """
                select relid, description from (
                    select i.relid, i.description, v.number invoice, i.number item,
                           row_number() over (
                               partition by i.relid,
                                   regexp_replace(i.description, ', hours: [0-9]+[)]$', ')')
                               order by v.number, i.number) place
                    from invoice_items i join invoices v on v.id = i.invoice_row_id
                    where i.account_id = :account and i.type = 'Hosting') billed
                where place > 1
                order by relid, invoice, item
                """,
                "service %s",
                "'%2$s' is billed more than once");
    }

    @Bean
    AuditRule itemsReferToServices() {
        return AuditRule.query(
                "no-orphan",
                ITEMS,
                """
                select i.number, i.relid
                from invoice_items i join invoices v on v.id = i.invoice_row_id
                where i.account_id = :account and i.type = 'Hosting' and i.relid not in (
                    select number from hostings where account_id = :account)
                order by v.number, i.number
                """,
                "invoice item %s",
                "It bills service %2$s, which is not there");
    }

    @Bean
    AuditRule servicesReferToWhatExists(Catalog catalog) {
        var pids =
                catalog.products().stream()
                        .map(product -> String.valueOf(product.pid()))
                        .collect(Collectors.joining(", "));
        return AuditRule.query(
                "no-orphan",
                HOSTINGS,
                """
                select number, pid, concat_ws(', ', usage_missing, renewal_missing) from (
                    select h.number, h.pid,
                           case when not exists (select 1 from invoices v
                               where v.account_id = h.account_id and v.number = h.usage_invoice)
                               then h.usage_invoice end usage_missing,
                           case when not exists (select 1 from invoices v
                               where v.account_id = h.account_id and v.number = h.renewal_invoice)
                               then h.renewal_invoice end renewal_missing
                    from hostings h where h.account_id = :account) services
                where pid not in (%s) or usage_missing is not null or renewal_missing is not null
                order by number
                """
                        .formatted(pids),
                "service %s",
                "Its product %2$s or its invoices [%3$s] are not there");
    }

    @Bean
    AuditRule ordersReferToWhatExists() {
        return AuditRule.query(
                "no-orphan",
                ORDERS,
                """
                select number, hosting_number, invoice_number from orders
                where account_id = :account and (
                    hosting_number not in (
                        select number from hostings where account_id = :account)
                    or invoice_number not in (
                        select number from invoices where account_id = :account))
                order by number
                """,
                "order %s",
                "Its service %2$s or its invoice %3$s is not there");
    }
}
