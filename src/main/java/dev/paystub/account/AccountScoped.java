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
 * two, so that all rows of an account can be copied to another by arithmetic; it never leaves the
 * database.
 */
@MappedSuperclass
@SuppressWarnings("NullAway.Init") // JPA fills the fields
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
     * The primary key of a number of the current account: to load a row by it asks the database
     * only once in a transaction.
     */
    public static long rowIdOf(long number) {
        var fits = number >= 0 && number >>> AccountRowId.NUMBER_BITS == 0;
        return fits ? (CurrentAccount.tenant().id() << AccountRowId.NUMBER_BITS) + number : NO_ROW;
    }

    private static final long NO_ROW = -1;

    /** The number under which this account knows the row, from the engine's {@code Numbering}. */
    public long number() {
        return number;
    }
}
