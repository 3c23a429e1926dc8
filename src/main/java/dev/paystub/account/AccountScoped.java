package dev.paystub.account;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.AbstractAggregateRoot;

/**
 * A row that belongs to one account and has a number there. The primary key is computed from the
 * two, so that all rows of an account can be copied to another by arithmetic. The primary key never
 * leaves the database.
 */
@MappedSuperclass
@SuppressWarnings("NullAway.Init") // JPA sets the fields
public abstract class AccountScoped<A extends AccountScoped<A>> extends AbstractAggregateRoot<A> {

    @Id @AccountRowId private @Nullable Long id;

    @TenantId
    @Column(name = "account_id")
    private Long accountId;

    private long number;

    @Version private @Nullable Integer version;

    protected AccountScoped() {}

    protected AccountScoped(long number) {
        this.number = number;
    }

    /**
     * Returns the primary key for a number of the current account; -1 when no row can have that
     * number. A row loaded by its primary key is queried at most once in a transaction.
     */
    public static long rowIdOf(long number) {
        var fits = number >= 0 && number >>> AccountRowId.NUMBER_BITS == 0;
        return fits ? (CurrentAccount.tenant().id() << AccountRowId.NUMBER_BITS) + number : NO_ROW;
    }

    private static final long NO_ROW = -1;

    /**
     * Returns the number of the row within its account, taken from the engine's {@code Numbering}.
     */
    public long number() {
        return number;
    }
}
