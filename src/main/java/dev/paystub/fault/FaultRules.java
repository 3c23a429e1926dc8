package dev.paystub.fault;

import dev.paystub.account.CurrentAccount;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Numbering;
import dev.paystub.kernel.DomainException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The rules by which requests of the current account fail on purpose. A rule fires exactly as often
 * as it says, for any number of concurrent requests and processes, because the database counts.
 */
@Service
public class FaultRules {

    /** The largest number of rules of an account. */
    private static final int MOST_RULES = 100;

    private static final String COLUMNS =
            "number, method, path, times, skip, skipped, fired, delay_millis, status, body, fault,"
                    + " expires_millis, headers";

    private static final RowMapper<Rule> RULE =
            (row, index) -> {
                var status = row.getInt("status");
                var statusOrNull = row.wasNull() ? null : status;
                var expires = row.getLong("expires_millis");
                var expiresOrNull = row.wasNull() ? null : Instant.ofEpochMilli(expires);
                var fault = row.getString("fault");
                var conditions =
                        new Conditions(
                                row.getString("method"),
                                row.getString("path"),
                                row.getInt("times"),
                                row.getInt("skip"),
                                expiresOrNull);
                var consequences =
                        new Consequences(
                                Duration.ofMillis(row.getLong("delay_millis")),
                                statusOrNull,
                                headers(row.getString("headers")),
                                row.getString("body"),
                                fault == null ? null : ConnectionFault.valueOf(fault));
                return new Rule(
                        row.getLong("number"),
                        conditions,
                        consequences,
                        row.getInt("skipped"),
                        row.getInt("fired"));
            };

    private final JdbcClient jdbc;
    private final Numbering numbering;
    private final Clock clock;

    FaultRules(JdbcClient jdbc, Numbering numbering, Clock clock) {
        this.jdbc = jdbc;
        this.numbering = numbering;
        this.clock = clock;
    }

    /**
     * The conditions under which a rule fires.
     *
     * @param method the method of a request; null for any
     * @param path a pattern of paths and queries, as {@code RequestPattern} describes
     * @param times the number of times that the rule fires
     * @param skip the number of matching requests that pass before it fires
     * @param expires the end of the rule on the account's clock; null for never
     */
    public record Conditions(
            @Nullable String method, String path, int times, int skip, @Nullable Instant expires) {}

    /** The effects of a rule; each part is optional. No header contains a line end. */
    public record Consequences(
            Duration delay,
            @Nullable Integer status,
            Map<String, String> headers,
            @Nullable String body,
            @Nullable ConnectionFault fault) {}

    /** A rule, with the number of requests that it has let pass and for which it has fired. */
    public record Rule(
            long number, Conditions conditions, Consequences consequences, int skipped, int fired) {

        /** Returns the number of times that the rule will still fire. */
        public int left() {
            return conditions.times() - fired;
        }
    }

    /**
     * Adds a rule.
     *
     * @throws DomainException.Conflict if the account has the largest number of rules already
     */
    @AccountTransactional
    public Rule add(Conditions conditions, Consequences consequences) {
        if (all().size() >= MOST_RULES) {
            throw new DomainException.Conflict(
                    "There are %d fault rules already; clear them first".formatted(MOST_RULES));
        }
        var rule = new Rule(numbering.next("fault"), conditions, consequences, 0, 0);
        jdbc.sql(
                        """
                        insert into fault_rules
                            (account_id, number, method, path, times, skip, skipped, fired,
                             delay_millis, status, body, fault, expires_millis, headers)
                        values (:account, :number, :method, :path, :times, :skip, 0, 0,
                             :delay, :status, :body, :fault, :expires, :headers)
                        """)
                .param("account", CurrentAccount.tenant().id())
                .param("number", rule.number())
                .param("method", conditions.method())
                .param("path", conditions.path())
                .param("times", conditions.times())
                .param("skip", conditions.skip())
                .param("delay", consequences.delay().toMillis())
                .param("status", consequences.status())
                .param("body", consequences.body())
                .param("fault", nameOf(consequences.fault()))
                .param(
                        "expires",
                        conditions.expires() == null ? null : conditions.expires().toEpochMilli())
                .param("headers", lines(consequences.headers()))
                .update();
        return rule;
    }

    static @Nullable String nameOf(@Nullable ConnectionFault fault) {
        return fault == null ? null : fault.name();
    }

    private static @Nullable String lines(Map<String, String> headers) {
        return headers.isEmpty()
                ? null
                : headers.entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue())
                        .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> headers(@Nullable String lines) {
        var headers = new LinkedHashMap<String, String>();
        if (lines != null) {
            lines.lines()
                    .map(line -> line.split(": ", 2))
                    .forEach(header -> headers.put(header[0], header[1]));
        }
        return headers;
    }

    /** Returns all rules, oldest first. */
    public List<Rule> all() {
        return jdbc.sql(
                        "select %s from fault_rules where account_id = :account order by number"
                                .formatted(COLUMNS))
                .param("account", CurrentAccount.tenant().id())
                .query(RULE)
                .list();
    }

    /**
     * Removes a rule.
     *
     * @throws DomainException.NotFound if there is no such rule
     */
    @AccountTransactional
    public void remove(long number) {
        var removed =
                jdbc.sql(
                                "delete from fault_rules where account_id = :account and number ="
                                        + " :number")
                        .param("account", CurrentAccount.tenant().id())
                        .param("number", number)
                        .update();
        if (removed == 0) {
            throw new DomainException.NotFound("There is no fault rule '%d'".formatted(number));
        }
    }

    /** Removes all rules and returns their number. */
    @AccountTransactional
    public int clear() {
        return jdbc.sql("delete from fault_rules where account_id = :account")
                .param("account", CurrentAccount.tenant().id())
                .update();
    }

    /** Tests whether a request meets the conditions of a rule. */
    @FunctionalInterface
    public interface Meeting {
        boolean meets(Conditions conditions);
    }

    /**
     * Fires the oldest matching rule that is not expired, used up or still skipping requests; empty
     * if there is none.
     */
    public Optional<Rule> fire(Meeting request) {
        if (!CurrentAccount.tenant().hasFaults()) {
            return Optional.empty();
        }
        var now = clock.instant();
        return all().stream()
                .filter(rule -> rule.left() > 0 && !isOver(rule, now))
                .filter(rule -> request.meets(rule.conditions()))
                .filter(this::claim)
                .findFirst();
    }

    private static boolean isOver(Rule rule, Instant now) {
        var expires = rule.conditions().expires();
        return expires != null && !now.isBefore(expires);
    }

    /** Counts the request in the database: first as skipped, then as fired, up to each limit. */
    private boolean claim(Rule rule) {
        return !count(rule, "skipped", "skip") && count(rule, "fired", "times");
    }

    private boolean count(Rule rule, String counter, String limit) {
        return jdbc.sql(
                                """
                                update fault_rules set %1$s = %1$s + 1
                                where account_id = :account and number = :number and %1$s < %2$s
                                """
                                        .formatted(counter, limit))
                        .param("account", CurrentAccount.tenant().id())
                        .param("number", rule.number())
                        .update()
                > 0;
    }

    /** Blocks the thread of a request for this time. */
    public void pause(Duration delay) throws InterruptedException {
        Thread.sleep(delay);
    }
}
