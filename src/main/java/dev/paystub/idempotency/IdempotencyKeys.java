package dev.paystub.idempotency;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Tokens;
import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.UnitOfWorkListener;
import dev.paystub.engine.VirtualClock;
import dev.paystub.kernel.DomainException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes requests with an idempotency key take effect once. The first request with a key gets a
 * claim, and stores its response for repeated requests. The primary key of the database table
 * decides which request is first, so several processes may share the table. Each change by a
 * request marks its claim in the same transaction. So if the process dies, a repeated request runs
 * if there was no change, and does not run again if there was one.
 */
@Component
public class IdempotencyKeys implements UnitOfWorkListener {

    /** Time for which a response is stored, on the account's clock. */
    private static final Duration KEPT = Duration.ofHours(24);

    /** Real time after which a running request counts as lost with its process. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final int CLAIM_LENGTH = 24;

    private static final ScopedValue<Claim.Granted> CLAIM = ScopedValue.newInstance();

    private final JdbcClient jdbc;
    private final VirtualClock clock;

    IdempotencyKeys(JdbcClient jdbc, VirtualClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A response as it was sent. */
    public static final class StoredResponse {

        private final int status;
        private final @Nullable String contentType;
        private final byte[] body;

        public StoredResponse(int status, @Nullable String contentType, byte[] body) {
            this.status = status;
            this.contentType = contentType;
            this.body = body.clone();
        }

        public int status() {
            return status;
        }

        public @Nullable String contentType() {
            return contentType;
        }

        public byte[] body() {
            return body.clone();
        }
    }

    /** The decision about a request with a key. */
    public sealed interface Claim {

        /** The first request: it may run, and must be finished or given up. */
        record Granted(String key, String id) implements Claim {}

        /** The request has a response already. */
        record Completed(StoredResponse response) implements Claim {}

        /** The key was first used with a different request. */
        record Mismatch() implements Claim {}

        /** The first request with this key is still running. */
        record InUse() implements Claim {}

        /** The request took effect, but its process died before the response was stored. */
        record Lost() implements Claim {}
    }

    private record Row(
            String request,
            long createdMillis,
            String claim,
            long leaseMillis,
            boolean applied,
            @Nullable StoredResponse response) {}

    /** Claims a key of the current account for a request; {@code request} is a digest of it. */
    public Claim claim(String key, String request) {
        while (true) {
            var found = find(key);
            if (found.isEmpty()) {
                var granted = new Claim.Granted(key, Tokens.unique(CLAIM_LENGTH));
                if (insert(granted, request)) {
                    return granted;
                }
            } else {
                var claim = judge(key, request, found.get());
                if (claim.isPresent()) {
                    return claim.get();
                }
            }
        }
    }

    /** Decides about a known key; empty if its claim has just changed. */
    private Optional<Claim> judge(String key, String request, Row row) {
        if (!row.request().equals(request)) {
            return Optional.of(new Claim.Mismatch());
        }
        if (row.response() != null) {
            return Optional.of(new Claim.Completed(row.response()));
        }
        if (row.leaseMillis() > clock.systemMillis()) {
            return Optional.of(new Claim.InUse());
        }
        return row.applied() ? Optional.of(new Claim.Lost()) : takeOver(key, row.claim());
    }

    private Optional<Row> find(String key) {
        return jdbc.sql(
                        """
                        select request, created_millis, claim, lease_millis, applied, status,
                               content_type, body
                        from idempotency_keys
                        where account_id = :account and idempotency_key = :key
                        """)
                .param("account", CurrentAccount.tenant().id())
                .param("key", key)
                .query((row, index) -> {
                    var status = row.getInt("status");
                    var response =
                            row.wasNull()
                                    ? null
                                    : new StoredResponse(
                                            status,
                                            row.getString("content_type"),
                                            row.getBytes("body"));
                    return new Row(
                            row.getString("request"),
                            row.getLong("created_millis"),
                            row.getString("claim"),
                            row.getLong("lease_millis"),
                            row.getBoolean("applied"),
                            response);
                })
                .optional()
                .filter(row -> row.createdMillis() > oldestKept());
    }

    private long oldestKept() {
        return clock.instant().minus(KEPT).toEpochMilli();
    }

    private boolean insert(Claim.Granted granted, String request) {
        forgetOld();
        try {
            jdbc.sql(
                            """
                            insert into idempotency_keys (account_id, idempotency_key, request,
                                created_millis, claim, lease_millis, applied)
                            values (:account, :key, :request, :created, :claim, :lease, false)
                            """)
                    .param("account", CurrentAccount.tenant().id())
                    .param("key", granted.key())
                    .param("request", request)
                    .param("created", clock.instant().toEpochMilli())
                    .param("claim", granted.id())
                    .param("lease", newLease())
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            // a concurrent request with this key was first; the next look-up finds it
            return false;
        }
    }

    private void forgetOld() {
        jdbc.sql(
                        """
                        delete from idempotency_keys
                        where account_id = :account and created_millis <= :oldest
                        """)
                .param("account", CurrentAccount.tenant().id())
                .param("oldest", oldestKept())
                .update();
    }

    private long newLease() {
        return clock.systemMillis() + LEASE.toMillis();
    }

    private Optional<Claim> takeOver(String key, String claim) {
        var granted = new Claim.Granted(key, Tokens.unique(CLAIM_LENGTH));
        var taken =
                jdbc.sql(
                                """
                                update idempotency_keys set claim = :new, lease_millis = :lease
                                where account_id = :account and idempotency_key = :key
                                  and claim = :old and not applied and status is null
                                """)
                        .param("new", granted.id())
                        .param("lease", newLease())
                        .param("account", CurrentAccount.tenant().id())
                        .param("key", key)
                        .param("old", claim)
                        .update();
        return taken == 1 ? Optional.of(granted) : Optional.empty();
    }

    /** Runs the work of the request that has the claim. */
    public void run(Claim.Granted granted, AccountDirectory.Work work) throws Exception {
        ScopedValue.where(CLAIM, granted)
                .call(() -> {
                    work.run();
                    return true;
                });
    }

    /**
     * Marks, in the transaction of a change, that the running request takes effect.
     *
     * @throws DomainException.Conflict if another request has taken the claim over, or a reset has
     *     removed it
     */
    @Override
    public void beforeChange() {
        if (!CLAIM.isBound()) {
            return;
        }
        var granted = CLAIM.get();
        if (update(granted, "applied = true") == 0) {
            throw new DomainException.Conflict(
                    "Another request has taken this idempotency key over; nothing was changed");
        }
    }

    private int update(Claim.Granted granted, String change) {
        return jdbc.sql("update idempotency_keys set " + change + OF_CLAIM)
                .param("account", CurrentAccount.tenant().id())
                .param("key", granted.key())
                .param("claim", granted.id())
                .update();
    }

    private static final String OF_CLAIM =
            " where account_id = :account and idempotency_key = :key and claim = :claim";

    /** Stores the response for repeated requests. */
    public void finish(Claim.Granted granted, StoredResponse response) {
        jdbc.sql(
                        "update idempotency_keys set status = :status, content_type = :type,"
                                + " body = :body"
                                + OF_CLAIM)
                .param("status", response.status())
                .param("type", response.contentType())
                .param("body", response.body())
                .param("account", CurrentAccount.tenant().id())
                .param("key", granted.key())
                .param("claim", granted.id())
                .update();
    }

    /**
     * Gives a claim up, so that the key is unused again. Returns false and keeps the claim if the
     * request has already taken effect.
     */
    public boolean giveUp(Claim.Granted granted) {
        var gone =
                jdbc.sql("delete from idempotency_keys" + OF_CLAIM + " and not applied")
                        .param("account", CurrentAccount.tenant().id())
                        .param("key", granted.key())
                        .param("claim", granted.id())
                        .update();
        return gone == 1;
    }
}
