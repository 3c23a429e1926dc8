package dev.paystub.console;

import dev.paystub.account.ClockState;
import dev.paystub.account.ConsistentRead;
import dev.paystub.account.CurrentAccount;
import dev.paystub.catalog.BillingCycle;
import dev.paystub.catalog.Catalog;
import dev.paystub.catalog.Product;
import dev.paystub.checkout.CheckoutSession;
import dev.paystub.console.AccountState.StateCard;
import dev.paystub.console.AccountState.StateCardError;
import dev.paystub.console.AccountState.StateCards;
import dev.paystub.console.AccountState.StateCheckout;
import dev.paystub.console.AccountState.StateCheckouts;
import dev.paystub.console.AccountState.StateClock;
import dev.paystub.console.AccountState.StateCryptoPayment;
import dev.paystub.console.AccountState.StateCryptoPayments;
import dev.paystub.console.AccountState.StateFaults;
import dev.paystub.console.AccountState.StateInvoice;
import dev.paystub.console.AccountState.StateInvoices;
import dev.paystub.console.AccountState.StateLedger;
import dev.paystub.console.AccountState.StateLedgerEntry;
import dev.paystub.console.AccountState.StateNextBill;
import dev.paystub.console.AccountState.StateOrganization;
import dev.paystub.console.AccountState.StateOrganizations;
import dev.paystub.console.AccountState.StateService;
import dev.paystub.console.AccountState.StateServices;
import dev.paystub.console.AccountState.StateSubscription;
import dev.paystub.console.AccountState.StateUnpaidBill;
import dev.paystub.console.AccountState.StateWebhooks;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.engine.EventLog;
import dev.paystub.engine.VirtualClock;
import dev.paystub.http.PublicUrl;
import dev.paystub.invoice.BillingCalendar;
import dev.paystub.invoice.Invoice;
import dev.paystub.invoice.InvoiceSummary;
import dev.paystub.kernel.Money;
import dev.paystub.nowpayments.DepositService;
import dev.paystub.order.Hosting;
import dev.paystub.payment.CryptoPayment;
import dev.paystub.payment.HostedPages.Purpose;
import dev.paystub.subscription.BillingRecord;
import dev.paystub.subscription.Subscribing;
import dev.paystub.subscription.Subscription;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the state of the current account in one transaction, with one statement for each list
 * however long it is. The joins are with the rows of a list that are shown, not with all.
 */
@Component
class StateReader {

    private static final DateTimeFormatter CARD_EXPIRY =
            DateTimeFormatter.ofPattern("MM/yy", Locale.ROOT);
    private static final DateTimeFormatter PAYMENT_EXPIRY =
            DateTimeFormatter.ofPattern("MM/yyyy", Locale.ROOT);

    /**
     * The newest rows of a table. The descending account id lets H2 read the index backwards; the
     * lower bound, which no number is below, makes it choose that index.
     */
    private static final String NEWEST =
            "(select * from %s where account_id = :account and number > 0"
                    + " order by account_id desc, number desc fetch first :limit rows only)";

    private static String newest(String table) {
        return "select r.* from " + NEWEST.formatted(table) + " r order by r.number desc";
    }

    /** The instant at which a scheduled task of a kind falls due for a row. */
    private static final String DUE =
            "(select t.due_millis from scheduled_tasks t where t.account_id = r.account_id"
                    + " and t.kind = '%s' and t.subject = r.%s and t.aside is null)";

    private static final String OVERVIEW =
            """
            select a.clock_offset_millis, a.frozen_millis, a.scenario,
              (select t.due_millis from scheduled_tasks t
               where t.account_id = a.id and t.aside is null
               order by t.due_millis, t.kind, t.subject fetch first 1 row only) next_due,
              (select t.kind from scheduled_tasks t
               where t.account_id = a.id and t.aside is null
               order by t.due_millis, t.kind, t.subject fetch first 1 row only) next_due_kind,
              (select count(*) from scheduled_tasks t where t.account_id = a.id
                 and t.aside is not null) set_aside,
              (select count(*) from ledger_entries l where l.account_id = a.id) ledger,
              (select count(*) from invoices i where i.account_id = a.id) invoices,
              (select count(*) from invoices i where i.account_id = a.id
                 and i.status = 'UNPAID') unpaid,
              (select count(*) from invoices i where i.account_id = a.id
                 and i.status = 'UNPAID' and i.due_date < :today) overdue,
              (select count(*) from hostings h where h.account_id = a.id) services,
              (select count(*) from cards c where c.account_id = a.id) cards,
              (select count(*) from crypto_payments p where p.account_id = a.id) crypto,
              (select count(*) from scheduled_tasks t where t.account_id = a.id
                 and t.kind = 'crypto.step') crypto_open,
              (select count(*) from checkout_sessions s where s.account_id = a.id) checkouts,
              (select count(*) from checkout_sessions s where s.account_id = a.id
                 and s.status = 'OPEN') checkouts_open,
              (select count(*) from organizations o where o.account_id = a.id) organizations,
              (select count(*) from subscriptions s where s.account_id = a.id
                 and s.status = 'PAST_DUE') past_due,
              (select count(*) from fault_rules f where f.account_id = a.id) rules,
              (select count(*) from fault_rules f where f.account_id = a.id
                 and f.fired < f.times
                 and (f.expires_millis is null or f.expires_millis > :now)) armed,
              (select count(*) from webhook_endpoints e where e.account_id = a.id) endpoints,
              (select count(*) from webhook_endpoints e where e.account_id = a.id
                 and e.enabled) endpoints_enabled,
              (select count(*) from webhook_deliveries d where d.account_id = a.id
                 and d.status in ('PENDING', 'WAITING')) deliveries_pending,
              (select count(*) from snapshots s where s.owner_id = a.id) snapshots
            from accounts a where a.id = :account
            """;

    private static final String INVOICES =
            "select r.*, (select d.attempts from dunning_attempts d where d.account_id ="
                    + " r.account_id and d.number = r.number) attempts, "
                    + DUE.formatted("invoice.capture", "number")
                    + " next_due from "
                    + NEWEST.formatted("invoices")
                    + " r order by r.number desc";

    private static final String SERVICES =
            "select r.*, (select min(t.due_millis) from scheduled_tasks t"
                    + " where t.account_id = r.account_id"
                    + " and t.kind in ('hosting.hour', 'hosting.renew')"
                    + " and t.subject = r.number and t.aside is null) next_due from "
                    + NEWEST.formatted("hostings")
                    + " r order by r.number desc";

    private static final String CRYPTO_PAYMENTS =
            "select r.*, s.payment_case, s.first_deposit_at,"
                    + " (select coalesce(sum(d.amount), 0) from crypto_deposits d"
                    + " where d.account_id = r.account_id and d.payment_number = r.number)"
                    + " deposited, "
                    + DUE.formatted("crypto.step", "number")
                    + " next_due, exists (select 1 from scheduled_tasks t"
                    + " where t.account_id = r.account_id and t.kind = 'crypto.step'"
                    + " and t.subject = r.number) has_step from "
                    + NEWEST.formatted("crypto_payments")
                    + " r join simulated_payments s on s.account_id = r.account_id"
                    + " and s.number = r.number order by r.number desc";

    private static final String ORGANIZATIONS =
            "select r.number, r.name, r.owner, r.resources, s.status, s.quantity, s.anchor,"
                    + " s.periods, s.billed_days, s.brand, s.last4, s.exp_month, s.exp_year,"
                    + " s.canceled_at, "
                    + DUE.formatted("subscription.bill", "number")
                    + " next_bill, "
                    + DUE.formatted("organization.purge", "number")
                    + " purge_at from "
                    + NEWEST.formatted("organizations")
                    + " r left join subscriptions s on s.account_id = r.account_id"
                    + " and s.number = (select max(l.number) from subscriptions l"
                    + " where l.account_id = r.account_id and l.organization_number = r.number)"
                    + " order by r.number desc";

    private static final String UNPAID_BILLS =
            "select r.*, "
                    + DUE.formatted("billing.retry", "number")
                    + " next_due from (select b.*, row_number() over ("
                    + "partition by b.organization_number order by b.number desc) nth"
                    + " from "
                    + NEWEST.formatted("organizations")
                    + " n join billing_records b on b.account_id = n.account_id"
                    + " and b.organization_number = n.number"
                    + " and b.status = 'UNPAID') r where r.nth <= 10 order by r.number desc";

    private final JdbcClient jdbc;
    private final ConsistentRead consistentRead;
    private final VirtualClock clock;
    private final BillingCalendar calendar;
    private final Catalog catalog;
    private final DepositService deposits;
    private final Subscribing subscribing;
    private final EventLog eventLog;
    private final PublicUrl publicUrl;

    StateReader(
            JdbcClient jdbc,
            ConsistentRead consistentRead,
            VirtualClock clock,
            BillingCalendar calendar,
            Catalog catalog,
            DepositService deposits,
            Subscribing subscribing,
            EventLog eventLog,
            PublicUrl publicUrl) {
        this.jdbc = jdbc;
        this.consistentRead = consistentRead;
        this.clock = clock;
        this.calendar = calendar;
        this.catalog = catalog;
        this.deposits = deposits;
        this.subscribing = subscribing;
        this.eventLog = eventLog;
        this.publicUrl = publicUrl;
    }

    /** The counts of an account, and its clock. */
    private record Overview(Map<String, Object> columns) {

        int count(String name) {
            return ((Number) value(name)).intValue();
        }

        @Nullable Instant instant(String name) {
            var millis = (Number) columns.get(name);
            return millis == null ? null : Instant.ofEpochMilli(millis.longValue());
        }

        @Nullable String text(String name) {
            return (String) columns.get(name);
        }

        ClockState clock() {
            return new ClockState(
                    ((Number) value("clock_offset_millis")).longValue(), instant("frozen_millis"));
        }

        private Object value(String name) {
            var value = columns.get(name);
            if (value == null) {
                throw new IllegalStateException(name + " is never null");
            }
            return value;
        }
    }

    /**
     * Returns the state of the current account, with at most {@code limit} entries of each list.
     */
    AccountState read(int limit) {
        return consistentRead.look(() -> {
            var now = clock.instant();
            var today = calendar.dateOf(now);
            var overview =
                    new Overview(
                            jdbc.sql(OVERVIEW)
                                    .param("account", account())
                                    .param("now", now.toEpochMilli())
                                    .param("today", today)
                                    .query()
                                    .singleRow());
            var ledger = rows(newest("ledger_entries"), limit, StateReader::ledgerRow);
            return new AccountState(
                    clockOf(overview),
                    overview.text("scenario"),
                    ledger.isEmpty() ? Money.ZERO.toString() : ledger.getFirst().balanceAfter(),
                    new StateLedger(overview.count("ledger"), ledger),
                    new StateInvoices(
                            overview.count("invoices"),
                            overview.count("unpaid"),
                            overview.count("overdue"),
                            rows(INVOICES, limit, row -> invoiceRow(row, today))),
                    new StateServices(
                            overview.count("services"), rows(SERVICES, limit, this::serviceRow)),
                    new StateCards(
                            overview.count("cards"),
                            rows(newest("cards"), limit, StateReader::cardRow)),
                    new StateCryptoPayments(
                            overview.count("crypto"),
                            overview.count("crypto_open"),
                            rows(CRYPTO_PAYMENTS, limit, this::cryptoPaymentRow)),
                    new StateCheckouts(
                            overview.count("checkouts"),
                            overview.count("checkouts_open"),
                            rows(newest("checkout_sessions"), limit, this::checkoutRow)),
                    organizations(overview, limit),
                    new StateFaults(overview.count("rules"), overview.count("armed")),
                    new StateWebhooks(
                            overview.count("endpoints"),
                            overview.count("endpoints_enabled"),
                            overview.count("deliveries_pending")),
                    overview.count("snapshots"),
                    eventLog.last().toString());
        });
    }

    private static long account() {
        return CurrentAccount.tenant().id();
    }

    /** Maps the present row of a result. */
    @FunctionalInterface
    private interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String sql, int limit, Mapper<T> mapper) {
        RowMapper<T> rowMapper = (row, index) -> mapper.map(row);
        return jdbc.sql(sql)
                .param("account", account())
                .param("limit", limit)
                .query(rowMapper)
                .list();
    }

    private StateClock clockOf(Overview overview) {
        var state = overview.clock();
        return new StateClock(
                IsoTimes.text(state.at(clock.systemMillis())),
                text(state.frozen()),
                text(overview.instant("next_due")),
                overview.text("next_due_kind"),
                overview.count("set_aside"));
    }

    private static StateLedgerEntry ledgerRow(ResultSet row) throws SQLException {
        return new StateLedgerEntry(
                row.getLong("number"),
                IsoTimes.text(instant(row, "at")),
                row.getString("reason").toLowerCase(Locale.ROOT),
                row.getString("description"),
                dollars(row, "amount"),
                dollars(row, "balance_after"),
                number(row, "invoice_number"),
                row.getString("cause"),
                row.getString("request_id"));
    }

    private static StateInvoice invoiceRow(ResultSet row, LocalDate today) throws SQLException {
        var status = Invoice.Status.valueOf(row.getString("status"));
        var due = row.getObject("due_date", LocalDate.class);
        var invoice =
                new InvoiceSummary(
                        row.getLong("number"),
                        status,
                        row.getObject("date", LocalDate.class),
                        due,
                        instantOrNull(row, "date_paid"),
                        money(row, "subtotal"),
                        money(row, "credit"),
                        money(row, "amount_paid"),
                        row.getBoolean("usage_statement"));
        return new StateInvoice(
                invoice.number(),
                invoice.date().toString(),
                due.toString(),
                text(invoice.datePaid()),
                invoice.subtotal().toString(),
                invoice.credit().toString(),
                invoice.total().toString(),
                invoice.balance().toString(),
                status.label(),
                status == Invoice.Status.UNPAID && due.isBefore(today),
                row.getInt("attempts"),
                text(millis(row, "next_due")),
                row.getString("cause"),
                row.getString("request_id"));
    }

    private StateService serviceRow(ResultSet row) throws SQLException {
        var pid = row.getInt("pid");
        return new StateService(
                row.getLong("number"),
                pid,
                row.getString("reg_date"),
                catalog.find(pid).map(Product::name).orElse(""),
                row.getString("domain"),
                row.getString("suspension_reason"),
                Hosting.Status.valueOf(row.getString("status")).label(),
                BillingCycle.valueOf(row.getString("billing_cycle")).label(),
                dollars(row, "amount"),
                text(millis(row, "next_due")));
    }

    private static StateCard cardRow(ResultSet row) throws SQLException {
        return new StateCard(
                row.getLong("number"),
                row.getString("brand"),
                row.getString("last4"),
                CARD_EXPIRY.format(expiry(row)),
                row.getString("payment_method"),
                row.getBoolean("preferred"),
                IsoTimes.text(instant(row, "last_updated")));
    }

    private StateCryptoPayment cryptoPaymentRow(ResultSet row) throws SQLException {
        var number = row.getLong("number");
        var status = CryptoPayment.Status.valueOf(row.getString("status"));
        var paymentCase = row.getString("payment_case").toLowerCase(Locale.ROOT);
        var currency = row.getString("pay_currency");
        var asked = row.getBigDecimal("pay_amount");
        var byHand = row.getObject("first_deposit_at") != null;
        var next = millis(row, "next_due");
        var ended = !row.getBoolean("has_step");
        return new StateCryptoPayment(
                number,
                status.label(),
                paymentCase,
                row.getLong("invoice_number"),
                dollars(row, "price_amount"),
                row.getString("pay_address"),
                row.getString("payin_extra_id"),
                asked.stripTrailingZeros(),
                currency,
                row.getString("network"),
                deposits.actuallyPaid(
                        paymentCase,
                        status,
                        asked,
                        byHand ? row.getBigDecimal("deposited") : null,
                        currency),
                number(row, "parent_number"),
                IsoTimes.text(instant(row, "created_at")),
                IsoTimes.text(instant(row, "updated_at")),
                ended,
                ended || paymentCase.equals("common"),
                text(next),
                publicUrl.of(DepositService.pagePath(number)));
    }

    private StateCheckout checkoutRow(ResultSet row) throws SQLException {
        var purpose = Purpose.valueOf(row.getString("purpose"));
        var subscribes = purpose == Purpose.SUBSCRIBE;
        var unitPrice = money(row, "unit_price");
        var id = CheckoutSession.prefix(purpose) + row.getString("session_link");
        var quantity = row.getInt("quantity");
        var successUrl = row.getString("success_url");
        var errorCode = row.getString("error_code");
        return new StateCheckout(
                id,
                publicUrl.of(CheckoutSession.path(purpose) + id),
                CheckoutSession.mode(purpose),
                row.getString("status").toLowerCase(Locale.ROOT),
                row.getString("reference"),
                row.getString("organization"),
                subscribes ? quantity : null,
                subscribes ? unitPrice.toString() : null,
                subscribes ? CheckoutSession.monthlyEstimate(unitPrice, quantity).toString() : null,
                IsoTimes.text(instant(row, "expires_at")),
                successUrl == null ? null : CheckoutSession.filledIn(successUrl, id),
                row.getString("cancel_url"),
                row.getString("payment_method"),
                errorCode == null
                        ? null
                        : new StateCardError(
                                errorCode,
                                row.getString("error_decline_code"),
                                row.getString("error_message")));
    }

    private StateOrganizations organizations(Overview overview, int limit) {
        var bills = new HashMap<Long, List<StateUnpaidBill>>();
        jdbc.sql(UNPAID_BILLS)
                .param("account", account())
                .param("limit", limit)
                .query(row -> {
                    bills.computeIfAbsent(
                                    row.getLong("organization_number"), any -> new ArrayList<>())
                            .add(unpaidBill(row));
                });
        return new StateOrganizations(
                overview.count("organizations"),
                overview.count("past_due"),
                rows(ORGANIZATIONS, limit, row -> organizationRow(row, bills)));
    }

    private static StateUnpaidBill unpaidBill(ResultSet row) throws SQLException {
        return new StateUnpaidBill(
                BillingRecord.idOf(row.getLong("number")),
                row.getString("date"),
                dollars(row, "amount"),
                row.getString("description"),
                row.getInt("attempts"),
                text(millis(row, "next_due")));
    }

    private StateOrganization organizationRow(ResultSet row, Map<Long, List<StateUnpaidBill>> bills)
            throws SQLException {
        var number = row.getLong("number");
        var status = row.getString("status");
        var subscription =
                status == null ? null : subscriptionRow(row, Subscription.Status.valueOf(status));
        var runs =
                subscription != null
                        && !subscription.status().equals(Subscription.Status.CANCELED.label());
        return new StateOrganization(
                String.valueOf(number),
                row.getString("name"),
                row.getString("owner"),
                row.getInt("resources"),
                runs ? row.getInt("quantity") : subscribing.freeResources(),
                runs ? "resource-based" : "free",
                subscription,
                text(millis(row, "purge_at")),
                bills.getOrDefault(number, List.of()));
    }

    private StateSubscription subscriptionRow(ResultSet row, Subscription.Status status)
            throws SQLException {
        var quantity = row.getInt("quantity");
        var anchor = row.getObject("anchor", LocalDate.class);
        var periods = row.getInt("periods");
        var bill = millis(row, "next_bill");
        return new StateSubscription(
                status.label(),
                quantity,
                subscribing.unitPrice(quantity).toString(),
                PAYMENT_EXPIRY.format(expiry(row)),
                row.getString("brand"),
                row.getString("last4"),
                Subscription.firstDayOfPeriod(anchor, periods).toString(),
                Subscription.lastDayOfPeriod(anchor, periods).toString(),
                bill == null
                        ? null
                        : new StateNextBill(
                                IsoTimes.text(bill),
                                subscribing
                                        .nextBill(quantity, row.getInt("billed_days"))
                                        .toString()),
                text(instantOrNull(row, "canceled_at")));
    }

    private static YearMonth expiry(ResultSet row) throws SQLException {
        return YearMonth.of(row.getInt("exp_year"), row.getInt("exp_month"));
    }

    private static Money money(ResultSet row, String column) throws SQLException {
        return new Money(row.getBigDecimal(column));
    }

    private static String dollars(ResultSet row, String column) throws SQLException {
        return money(row, column).toString();
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        var number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private static @Nullable Instant millis(ResultSet row, String column) throws SQLException {
        var millis = number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column)
            throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : IsoTimes.text(instant);
    }
}
