package dev.paystub.audit;

import dev.paystub.account.CurrentAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The result of a rule: the number of things checked, and the violations found. */
public final class AuditResult {

    /** The maximum number of violations reported in full; all are counted. */
    private static final int MOST_TOLD = 100;

    private final JdbcClient jdbc;
    private final Map<String, Long> counted;
    private long checked;
    private long violated;
    private final List<Violation> violations = new ArrayList<>();

    /**
     * Creates the result of one rule.
     *
     * @param counted the numbers of rows that the same audit has counted already, by FROM clause:
     *     most rules are about the same few tables
     */
    AuditResult(JdbcClient jdbc, Map<String, Long> counted) {
        this.jdbc = jdbc;
        this.counted = counted;
    }

    /**
     * A violation of a rule.
     *
     * @param subject the thing that violates it
     * @param sentence what is wrong, in one sentence
     */
    public record Violation(String subject, String sentence) {}

    /** Counts one thing checked, and records a violation when the rule does not hold. */
    public void require(boolean holds, Supplier<Violation> otherwise) {
        checked++;
        if (!holds) {
            violate(otherwise);
        }
    }

    private void violate(Supplier<Violation> violation) {
        violated++;
        if (violations.size() < MOST_TOLD) {
            violations.add(violation.get());
        }
    }

    void query(
            String from,
            String broken,
            Function<@Nullable Object[], String> subject,
            String sentence) {
        var account = CurrentAccount.tenant().id();
        checked += counted.computeIfAbsent(from, rows -> count(rows, account));
        jdbc.sql(broken)
                .param("account", account)
                .query((row, index) -> values(row))
                .list()
                .forEach(values ->
                        violate(() ->
                                new Violation(subject.apply(values), sentence.formatted(values))));
    }

    private long count(String from, long account) {
        return jdbc.sql("select count(*) from " + from)
                .param("account", account)
                .query(Long.class)
                .single();
    }

    private static @Nullable Object[] values(ResultSet row) throws SQLException {
        var values = new @Nullable Object[row.getMetaData().getColumnCount()];
        for (var column = 0; column < values.length; column++) {
            values[column] = value(row.getObject(column + 1));
        }
        return values;
    }

    /**
     * Converts timestamps to instants, so that they are printed as in all other responses, with
     * every database driver.
     */
    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case Timestamp at -> at.toInstant();
            case OffsetDateTime at -> at.toInstant();
            case null, default -> value;
        };
    }

    public long checked() {
        return checked;
    }

    /** Returns the number of violations. */
    public long violated() {
        return violated;
    }

    /** Returns the first violations, at most a hundred. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }
}
