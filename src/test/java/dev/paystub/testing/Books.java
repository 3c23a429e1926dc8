package dev.paystub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of one account in the database, read past the server, with invariants that hold whenever
 * no change is running.
 */
public final class Books {

    /** Tables whose rows are never deleted, with the name of their numbering. */
    private static final Map<String, String> NUMBERED =
            Map.ofEntries(
                    Map.entry("invoices", "invoice"),
                    Map.entry("invoice_items", "invoice-item"),
                    Map.entry("ledger_entries", "ledger-entry"),
                    Map.entry("transactions", "transaction"),
                    Map.entry("crypto_payments", "crypto-payment"),
                    Map.entry("crypto_deposits", "crypto-deposit"),
                    Map.entry("hostings", "hosting"),
                    Map.entry("orders", "order"),
                    Map.entry("organizations", "organization"),
                    Map.entry("subscriptions", "subscription"),
                    Map.entry("billing_records", "billing-record"),
                    Map.entry("checkout_sessions", "checkout-session"),
                    Map.entry("card_tokens", "card-token"),
                    Map.entry("intents", "intent"),
                    Map.entry("events", "event"));

    /** The allowed transitions of NOWPayments' statuses. */
    private static final Map<String, Set<String>> CRYPTO_STEPS =
            Map.of(
                    "waiting", Set.of("confirming", "expired", "failed"),
                    "confirming", Set.of("confirmed", "failed"),
                    "confirmed", Set.of("sending", "failed"),
                    "sending", Set.of("finished", "partially_paid", "failed"));

    private static final Map<String, Set<String>> HOSTING_STEPS =
            Map.of(
                    "Pending", Set.of("Active"),
                    "Active", Set.of("Suspended"),
                    "Suspended", Set.of("Active"));

    /** Records of requests, which refused requests extend as well, and of what is being sent. */
    private static final Set<String> TRAFFIC =
            Set.of(
                    "account_uses",
                    "coverage",
                    "idempotency_keys",
                    "jobs",
                    "journal",
                    "journals",
                    "webhook_attempts",
                    "webhook_deliveries");

    /** The tables of an account's rows, which are those of every database that Flyway has made. */
    private static volatile List<String> tablesOfAccounts = List.of();

    private final JdbcClient jdbc;
    private final Caller caller;
    private final long account;
    private final long template;

    private Books(JdbcClient jdbc, Caller caller) {
        this.jdbc = jdbc;
        this.caller = caller;
        this.account = idOf(caller.key());
        this.template = templateOf(account);
    }

    public static Books of(DataSource dataSource, Caller caller) {
        return new Books(JdbcClient.create(dataSource), caller);
    }

    /** Returns the account whose rows this one was created from. */
    private long templateOf(long account) {
        return jdbc.sql(
                        """
                        select t.id from accounts t join accounts a on a.seed = t.seed
                        where a.id = :account and t.api_key in ('~documented', '~empty')
                        """)
                .param("account", account)
                .query(Long.class)
                .single();
    }

    private long idOf(String key) {
        return jdbc.sql("select id from accounts where api_key = :key")
                .param("key", key)
                .query(Long.class)
                .single();
    }

    /** Returns the number of accounts with this key: one or none. */
    public static long accountsOf(DataSource dataSource, String key) {
        return JdbcClient.create(dataSource)
                .sql("select count(*) from accounts where api_key = :key")
                .param("key", key)
                .query(Long.class)
                .single();
    }

    /** A row by its columns' names. */
    public record Row(Map<String, Object> columns) {

        public long number(String column) {
            return ((Number) columns.get(column)).longValue();
        }

        public BigDecimal money(String column) {
            return (BigDecimal) columns.get(column);
        }

        public String text(String column) {
            return String.valueOf(columns.get(column));
        }

        public boolean isNull(String column) {
            return columns.get(column) == null;
        }

        public Instant instant(String column) {
            return switch (columns.get(column)) {
                case OffsetDateTime time -> time.toInstant();
                case java.sql.Timestamp time -> time.toInstant();
                case Object other -> throw new AssertionError(column + " is " + other);
            };
        }
    }

    /** Returns the account's rows of a table, ordered by number. */
    public List<Row> rows(String table) {
        return jdbc
                .sql("select * from " + table + " where account_id = :account order by number")
                .param("account", account)
                .query()
                .listOfRows()
                .stream()
                .map(Books::row)
                .toList();
    }

    private static Row row(Map<String, Object> columns) {
        var lowerCase = new TreeMap<String, Object>();
        columns.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        return new Row(lowerCase);
    }

    /** Returns all rows of the account as text, for comparison. */
    public Map<String, List<String>> dump() {
        var dump = new TreeMap<String, List<String>>();
        dump.put("accounts", texts("select * from accounts where id = :account"));
        for (var table : tables()) {
            dump.put(table, texts("select * from " + table + " where account_id = :account"));
        }
        return dump;
    }

    /**
     * Returns all rows of the account, once no work is due any more, except records of requests,
     * refused ones among them, and of deliveries, which go on by themselves.
     */
    public Map<String, List<String>> dumpWithoutTraffic() {
        caller.get("/billing/balance"); // all that is due happens first
        var dump = dump();
        dump.keySet().removeAll(TRAFFIC);
        return dump;
    }

    private List<String> texts(String query) {
        return jdbc.sql(query).param("account", account).query().listOfRows().stream()
                .map(columns -> row(columns).columns().toString())
                .sorted()
                .toList();
    }

    /** Asked once: H2 compiles a description of all columns for each such query. */
    private List<String> tables() {
        if (tablesOfAccounts.isEmpty()) {
            tablesOfAccounts = tablesNow();
            assertThat(tablesOfAccounts).contains("invoices", "ledger_entries", "events");
        }
        return tablesOfAccounts;
    }

    private List<String> tablesNow() {
        return jdbc.sql(
                        """
                        select distinct lower(table_name) from information_schema.columns
                        where lower(column_name) = 'account_id' and table_schema = current_schema
                        """)
                .query(String.class)
                .list();
    }

    /** Returns the due work: {@code kind subject} with its instant. */
    public Map<String, Instant> schedule() {
        var schedule = new TreeMap<String, Instant>();
        jdbc.sql(
                        "select kind, subject, due_millis from scheduled_tasks where account_id ="
                                + " :account")
                .param("account", account)
                .query(row -> {
                    schedule.put(
                            row.getString("kind") + " " + row.getLong("subject"),
                            Instant.ofEpochMilli(row.getLong("due_millis")));
                });
        return schedule;
    }

    /** Returns the balance after the last ledger entry. */
    public BigDecimal balance() {
        return rows("ledger_entries").getLast().money("balance_after");
    }

    /**
     * Asserts all invariants: the server's audit finds nothing, and neither do the checks that are
     * independent of the server's clock and transitions.
     */
    public Books areSound() {
        caller.isAudited();
        numbersHaveNeitherGapsNorDuplicates();
        balanceIsNeverNegative();
        invoicesAreSettledAtMostOnce();
        servicesArePaidFor();
        paymentMethodsAreAddedOnce();
        factsFollowOneAnother();
        return this;
    }

    private void numbersHaveNeitherGapsNorDuplicates() {
        NUMBERED.forEach((table, name) -> {
            var seeded = lastNumber(template, name);
            var last = lastNumber(account, name);
            assertThat(
                            rows(table).stream()
                                    .map(row -> row.number("number"))
                                    .filter(number -> number > seeded))
                    .as("numbers of %s", table)
                    .isEqualTo(LongStream.rangeClosed(seeded + 1, last).boxed().toList());
        });
    }

    private long lastNumber(long owner, String name) {
        return jdbc.sql(
                        "select last_number from numberings"
                                + " where account_id = :account and name = :name")
                .param("account", owner)
                .param("name", name)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Also asserts that added funds were not paid from the balance. */
    private void invoicesAreSettledAtMostOnce() {
        var addingFunds =
                rows("invoice_items").stream()
                        .filter(item -> item.text("type").equals("AddFunds"))
                        .map(item -> item.number("invoice_row_id"))
                        .toList();
        for (var invoice : rows("invoices")) {
            assertThat(invoice.money("credit").add(invoice.money("amount_paid")))
                    .as("settled of %s", invoice)
                    .isLessThanOrEqualTo(invoice.money("subtotal"));
            assertThat(
                            addingFunds.contains(invoice.number("id"))
                                    && invoice.money("credit").signum() > 0)
                    .as("credit applied to the add-funds %s", invoice)
                    .isFalse();
        }
    }

    private void balanceIsNeverNegative() {
        assertThat(rows("ledger_entries"))
                .extracting(entry -> entry.money("balance_after"))
                .allSatisfy(balance -> assertThat(balance).isNotNegative());
    }

    private static List<Row> ofInvoice(List<Row> rows, long invoice) {
        return rows.stream()
                .filter(row -> !row.isNull("invoice_number"))
                .filter(row -> row.number("invoice_number") == invoice)
                .toList();
    }

    private void servicesArePaidFor() {
        var items = rows("invoice_items");
        var invoices =
                rows("invoices").stream()
                        .collect(Collectors.toMap(row -> row.number("id"), row -> row));
        var ledger = rows("ledger_entries");
        var now = now();
        for (var hosting : rows("hostings")) {
            var mine =
                    items.stream()
                            .filter(item -> item.text("type").equals("Hosting"))
                            .filter(item -> item.number("relid") == hosting.number("number"))
                            .toList();
            if (hosting.text("billing_cycle").equals("HOURLY")) {
                var draws = new ArrayList<Row>();
                mine.forEach(item ->
                        draws.addAll(
                                ofInvoice(
                                        ledger,
                                        invoices.get(item.number("invoice_row_id"))
                                                .number("number"))));
                hourlyServiceIsPaidFor(hosting, draws, now);
            } else {
                monthlyServiceIsPaidFor(hosting, now);
            }
        }
    }

    private void hourlyServiceIsPaidFor(Row hosting, List<Row> draws, Instant now) {
        var ordered =
                draws.stream()
                        .sorted((one, other) ->
                                Long.compare(one.number("number"), other.number("number")))
                        .toList();
        for (var i = 0; i < ordered.size(); i++) {
            assertThat(ordered.get(i).money("amount").negate())
                    .as("an hour of %s", hosting)
                    .isEqualByComparingTo(hosting.money("amount"));
            if (i > 0) {
                assertThat(
                                Duration.between(
                                        ordered.get(i - 1).instant("at"),
                                        ordered.get(i).instant("at")))
                        .as("between two hours of %s", hosting)
                        .isGreaterThanOrEqualTo(Duration.ofHours(1));
            }
        }
        switch (hosting.text("status")) {
            case "ACTIVE" -> {
                assertThat(ordered).as("hours of %s", hosting).isNotEmpty();
                assertThat(Duration.between(ordered.getLast().instant("at"), now))
                        .as("since the last paid hour began of %s", hosting)
                        .isBetween(Duration.ZERO, Duration.ofHours(1).minusMillis(1));
            }
            case "SUSPENDED" ->
                    assertThat(balance())
                            .as("too little for %s", hosting)
                            .isLessThan(hosting.money("amount"));
            default -> assertThat(hosting.text("status")).isEqualTo("CANCELLED");
        }
    }

    /** Asserts that an active service's month is paid, or its invoice still has charges ahead. */
    private static void monthlyServiceIsPaidFor(Row hosting, Instant now) {
        if (hosting.text("status").equals("ACTIVE")) {
            var paidUntil =
                    LocalDate.parse(hosting.text("anchor")).plusMonths(hosting.number("periods"));
            assertThat(LocalDate.ofInstant(now, ZoneId.of("America/New_York")))
                    .as("the last day tried for %s", hosting)
                    .isBefore(paidUntil.plusDays(3));
        }
    }

    /** Returns the time on the account's clock. */
    public Instant now() {
        return jdbc.sql("select frozen_millis, clock_offset_millis from accounts where id = :id")
                .param("id", account)
                .query((row, index) -> {
                    var frozen = row.getLong("frozen_millis");
                    return row.wasNull()
                            ? Instant.now().plusMillis(row.getLong("clock_offset_millis"))
                            : Instant.ofEpochMilli(frozen);
                })
                .single();
    }

    private void paymentMethodsAreAddedOnce() {
        var cards = rows("cards");
        // the document adds the payment method that the seeded card has
        assertThat(
                        cards.stream()
                                .filter(card ->
                                        card.number("number") > lastNumber(template, "card")))
                .extracting(card -> card.text("payment_method"))
                .doesNotHaveDuplicates();
    }

    /**
     * Asserts that statuses follow the allowed transitions without gaps, and that money is counted
     * once.
     */
    private void factsFollowOneAnother() {
        var states = new HashMap<String, String>();
        var once = new HashSet<String>();
        for (var event : rows("events")) {
            var subject = event.text("subject");
            var type = event.text("type");
            if (type.startsWith("crypto_payment.")) {
                follow(states, event, CRYPTO_STEPS);
            } else if (type.startsWith("hosting.")) {
                states.putIfAbsent(subject, firstState(event));
                follow(states, event, HOSTING_STEPS);
            } else if (type.equals("invoice.paid") || type.equals("checkout.session.complete")) {
                assertThat(once.add(type + subject)).as("%s only once", event).isTrue();
            }
        }
    }

    /** Returns the first state of a seeded service, which has no event. */
    private static String firstState(Row event) {
        return event.isNull("from_state") ? "" : event.text("from_state");
    }

    private static void follow(
            Map<String, String> states, Row event, Map<String, Set<String>> steps) {
        var before = states.getOrDefault(event.text("subject"), "");
        assertThat(event.isNull("from_state") ? "" : event.text("from_state"))
                .as("the state before %s", event)
                .isEqualTo(before);
        if (!before.isEmpty()) {
            assertThat(steps.getOrDefault(before, Set.of()))
                    .as("what may follow, not as in %s", event)
                    .contains(event.text("to_state"));
        }
        states.put(event.text("subject"), event.text("to_state"));
    }
}
