package dev.paystub.account;

import dev.paystub.kernel.DomainException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows of {@code accounts}: all accounts, the states of their clocks, and the lock that orders
 * their changes.
 */
@Component
public class Accounts {

    private static final String COLUMNS =
            "a.id, a.public_id, a.secret, a.clock_offset_millis, a.frozen_millis, a.written,"
                    + " a.seed, a.scenario";

    private static Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(row.getLong(1), row.getString(2), row.getString(3), clock(row, 4));
    }

    /** Returns the clock in a column and the next. */
    private static ClockState clock(ResultSet row, int column) throws SQLException {
        var offset = row.getLong(column);
        var frozen = row.getLong(column + 1);
        return new ClockState(offset, row.wasNull() ? null : Instant.ofEpochMilli(frozen));
    }

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final RealTime time;

    Accounts(JdbcClient jdbc, JdbcTemplate template, RealTime time) {
        this.jdbc = jdbc;
        this.template = template;
        this.time = time;
    }

    /**
     * An account that was found.
     *
     * @param seeded whether it has received its first rows
     * @param nextDue when its first scheduled task falls due; null when there is none
     */
    public record Found(Tenant tenant, boolean seeded, @Nullable Instant nextDue) {}

    private static final RowMapper<Found> FOUND =
            (row, index) -> {
                var due = row.getLong(9);
                var nextDue = row.wasNull() ? null : Instant.ofEpochMilli(due);
                var seeded = !row.getString(7).isEmpty();
                var tenant = tenant(row).found(row.getBoolean(10));
                return new Found(tenant, seeded, nextDue);
            };

    /**
     * Selects when the first scheduled task of an account falls due; {@code %s} is its id. The
     * lower bound, which no due date is below, and the order by account first let H2 choose the
     * index that leads to the first entry; without them, H2 reads and sorts all entries of the
     * account.
     */
    public static final String NEXT_DUE =
            """
            (select t.due_millis from scheduled_tasks t where t.account_id = %s
               and t.due_millis > -1000000000000000 and t.aside is null
             order by t.account_id, t.due_millis fetch first 1 row only)
            """;

    private static final String BY_KEY = lookUp("api_key");
    private static final String BY_PUBLIC_ID = lookUp("public_id");
    private static final String BY_ID = lookUp("id");

    private static String lookUp(String column) {
        return """
        select %s, %s next_due,
            exists (select 1 from fault_rules f where f.account_id = a.id) has_faults
        from accounts a where a.%s = ?
        """
                .formatted(COLUMNS, NEXT_DUE.formatted("a.id"), column);
    }

    public Optional<Found> byKey(String key) {
        return template.query(BY_KEY, FOUND, key).stream().findFirst();
    }

    public Optional<Found> byPublicId(String publicId) {
        return template.query(BY_PUBLIC_ID, FOUND, publicId).stream().findFirst();
    }

    public Optional<Found> byId(long id) {
        return template.query(BY_ID, FOUND, id).stream().findFirst();
    }

    /** The state of an account whose row is locked until the transaction ends. */
    public record Locked(
            ClockState clock, boolean written, String seed, @Nullable String scenario) {}

    private static final RowMapper<Locked> LOCKED =
            (row, index) ->
                    new Locked(
                            clock(row, 1), row.getBoolean(3), row.getString(4), row.getString(5));

    /** Short, since H2 parses it anew each time. */
    private static final String LOCK =
            """
            select clock_offset_millis, frozen_millis, written, seed, scenario from accounts
            where id = ? for update
            """;

    public Optional<Locked> lock(long id) {
        return template.query(LOCK, LOCKED, id).stream().findFirst();
    }

    /**
     * Returns whether a key belongs to a hidden account of the sandbox, such as a template or a
     * snapshot. No request can open a hidden account.
     */
    public static boolean isHidden(String key) {
        return key.startsWith("~");
    }

    /**
     * Returns the number of accounts, without hidden ones. Those are few and an index finds them;
     * H2 knows the number of all rows.
     */
    public long count() {
        return jdbc.sql(
                        """
                        select (select count(*) from accounts)
                            - (select count(*) from accounts where api_key like '~%')
                        """)
                .query(Long.class)
                .single();
    }

    /**
     * The description of an account in a list.
     *
     * @param requests the number of requests that have opened it
     * @param lastUsed when the latest of them came, in real time; null when there was none
     */
    public record Listed(
            String key,
            ClockState clock,
            boolean written,
            @Nullable String scenario,
            long requests,
            @Nullable Instant lastUsed) {}

    public List<Listed> all() {
        return jdbc.sql(LISTED + "a.api_key not like '~%' order by a.api_key").query(ROW).list();
    }

    public Optional<Listed> listed(String key) {
        return jdbc.sql(LISTED + "a.api_key = :key").param("key", key).query(ROW).optional();
    }

    private static final String LISTED =
            "select "
                    + COLUMNS
                    + ", a.api_key, u.requests, u.requested_millis"
                    + " from accounts a left join account_uses u on u.owner_id = a.id where ";

    private static final RowMapper<Listed> ROW =
            (row, index) -> {
                var latest = row.getLong(11);
                var lastUsed = row.wasNull() ? null : Instant.ofEpochMilli(latest);
                return new Listed(
                        row.getString(9),
                        clock(row, 4),
                        row.getBoolean(6),
                        row.getString(8),
                        row.getLong(10),
                        lastUsed);
            };

    /**
     * Creates a hidden account, whose rows are only stored. Its clock is frozen, so that nothing
     * falls due.
     */
    public Tenant insertHidden(String key, Instant shown) {
        insert(key, Tokens.newPublicId(), Tokens.newSecret());
        setClock(byKey(key).orElseThrow().tenant().id(), new ClockState(0, shown));
        return byKey(key).orElseThrow().tenant();
    }

    /** Returns an id that no other account has, had or will get. */
    public long unusedId() {
        var key = "~unused/" + Tokens.newPublicId() + Tokens.newPublicId();
        insert(key, Tokens.newPublicId(), Tokens.newSecret());
        var id = byKey(key).orElseThrow().tenant().id();
        delete(id);
        return id;
    }

    /**
     * Creates an account with the seed, clock and written flag of another, but without its rows.
     *
     * @throws DomainException.NotFound when the original has been deleted
     */
    public void insertCopy(Tenant origin, Tenant copy, String key) {
        var inserted =
                jdbc.sql(
                                """
                                insert into accounts (id, api_key, public_id, secret, seed,
                                    clock_offset_millis, frozen_millis, written)
                                select cast(:id as bigint), cast(:key as varchar),
                                    cast(:publicId as varchar), cast(:secret as varchar), seed,
                                    clock_offset_millis, frozen_millis, written
                                from accounts where id = :origin
                                """)
                        .param("id", copy.id())
                        .param("key", key)
                        .param("publicId", copy.publicId())
                        .param("secret", copy.secret())
                        .param("origin", origin.id())
                        .update();
        if (inserted == 0) {
            throw new DomainException.NotFound("The account has just been deleted");
        }
    }

    public void delete(long id) {
        jdbc.sql("delete from accounts where id = :id").param("id", id).update();
    }

    /**
     * Creates an account.
     *
     * @throws org.springframework.dao.DuplicateKeyException when the key has an account already
     */
    public void insert(String key, String publicId, String secret) {
        jdbc.sql(
                        """
                        insert into accounts (api_key, public_id, secret)
                        values (:key, :publicId, :secret)
                        """)
                .param("key", key)
                .param("publicId", publicId)
                .param("secret", secret)
                .update();
        jdbc.sql(
                        """
                        insert into account_uses (owner_id, used_millis)
                        select id, :now from accounts where api_key = :key
                        """)
                .param("now", time.millis())
                .param("key", key)
                .update();
    }

    /**
     * Records that an account is in use now; returns false when it has been removed. An account
     * without a record of its use gets one.
     */
    public boolean use(long id) {
        return recordUse("update account_uses set used_millis = :now where owner_id = :id", id)
                || beginUse(id);
    }

    private boolean beginUse(long id) {
        try {
            return recordUse(
                    """
                    insert into account_uses (owner_id, used_millis)
                    select id, :now from accounts where id = :id
                    """,
                    id);
        } catch (DuplicateKeyException begunMeanwhile) {
            return true;
        }
    }

    private boolean recordUse(String sql, long id) {
        return jdbc.sql(sql).param("now", time.millis()).param("id", id).update() == 1;
    }

    /**
     * Returns the ids of accounts not used since an instant, the longest unused first.
     *
     * @param millis the instant, in milliseconds since the epoch
     * @param like whether the key must match the pattern, or must not
     * @param pattern a pattern of SQL LIKE
     */
    public List<Long> unusedSince(long millis, boolean like, String pattern) {
        return jdbc.sql(
                        """
                        select u.owner_id from account_uses u join accounts a on a.id = u.owner_id
                        where u.used_millis < :since and a.api_key %s :pattern
                        order by u.used_millis, u.owner_id
                        """
                                .formatted(like ? "like" : "not like"))
                .param("since", millis)
                .param("pattern", pattern)
                .query(Long.class)
                .list();
    }

    /**
     * Returns whether an account has not been used since an instant. Locks its record of use until
     * the transaction ends, so that a concurrent {@link #use} waits and then sees whether the
     * account was removed.
     */
    public boolean isUnusedSince(long id, long millis) {
        return jdbc.sql("select used_millis from account_uses where owner_id = :id for update")
                .param("id", id)
                .query(Long.class)
                .optional()
                .filter(used -> used < millis)
                .isPresent();
    }

    public String keyOf(long id) {
        return jdbc.sql("select api_key from accounts where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    /**
     * The state of an account that has just received its rows.
     *
     * @param seed the fingerprint of the seed file with which the rows began
     * @param copiedRows how many rows were copied when the account was created, 0 when it is no
     *     copy; null leaves the number as it is
     */
    public record Beginning(
            ClockState clock,
            boolean written,
            String seed,
            @Nullable String scenario,
            @Nullable Long copiedRows) {}

    public void begin(long id, Beginning beginning) {
        var frozen = beginning.clock().frozen();
        jdbc.sql(
                        """
                        update accounts set clock_offset_millis = :offset, frozen_millis = :frozen,
                            written = :written, seed = :seed, scenario = :scenario,
                            copied_rows = coalesce(cast(:copied as bigint), copied_rows)
                        where id = :id
                        """)
                .param("offset", beginning.clock().offsetMillis())
                .param("frozen", frozen == null ? null : frozen.toEpochMilli())
                .param("written", beginning.written())
                .param("seed", beginning.seed())
                .param("scenario", beginning.scenario())
                .param("copied", beginning.copiedRows())
                .param("id", id)
                .update();
    }

    /** Returns the number of copied rows recorded for all accounts together. */
    public long copiedRows() {
        return jdbc.sql("select coalesce(sum(copied_rows), 0) from accounts")
                .query(Long.class)
                .single();
    }

    public void setClock(long id, ClockState clock) {
        jdbc.sql(
                        """
                        update accounts set clock_offset_millis = :offset, frozen_millis = :frozen
                        where id = :id
                        """)
                .param("offset", clock.offsetMillis())
                .param("frozen", clock.frozen() == null ? null : clock.frozen().toEpochMilli())
                .param("id", id)
                .update();
    }

    public void setWritten(long id, boolean written) {
        jdbc.sql("update accounts set written = :written where id = :id")
                .param("written", written)
                .param("id", id)
                .update();
    }

    /**
     * Each account has a clock of its own, so that no index of all due dates leads to the due ones:
     * for each account with a running clock, an index leads to its first.
     */
    private static final String WITH_DUE_WORK =
            """
            select a.id from accounts a where a.frozen_millis is null and exists (
                select 1 from scheduled_tasks t where t.account_id = a.id
                and t.due_millis > -1000000000000000
                and t.due_millis <= ? + a.clock_offset_millis and t.aside is null)
            """;

    /**
     * Returns the accounts with running clocks on which a task is due when real time is {@code
     * systemMillis}, in milliseconds since the epoch.
     */
    public List<Long> withDueWork(long systemMillis) {
        return template.queryForList(WITH_DUE_WORK, Long.class, systemMillis);
    }
}
