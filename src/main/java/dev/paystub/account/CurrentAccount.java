package dev.paystub.account;

import java.util.Map;
import java.util.function.Supplier;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.stereotype.Component;

/**
 * The calling account, bound to the current scope. Hibernate filters every {@link AccountScoped}
 * row by it, so that no query of one account can see another's rows.
 */
@Component
public class CurrentAccount
        implements CurrentTenantIdentifierResolver<Long>, HibernatePropertiesCustomizer {

    private static final ScopedValue<Tenant> TENANT = ScopedValue.newInstance();

    /** Owns no rows: the tenant identifier of sessions opened while no account is bound. */
    private static final long NOBODY = 0;

    /**
     * Returns the calling account.
     *
     * @throws java.util.NoSuchElementException when no account is bound
     */
    public static Tenant tenant() {
        return TENANT.get();
    }

    public static boolean isBound() {
        return TENANT.isBound();
    }

    public static ScopedValue.Carrier bind(Tenant tenant) {
        return ScopedValue.where(TENANT, tenant);
    }

    /** Returns the work bound to the present account, to run on another thread. */
    public static <T> Supplier<T> handOver(Supplier<T> work) {
        if (!TENANT.isBound()) {
            return work;
        }
        var bound = bind(TENANT.get());
        return () -> bound.call(work::get);
    }

    /** Returns the role in which the caller acts. */
    public static Role role() {
        return TENANT.get().role();
    }

    @Override
    public Long resolveCurrentTenantIdentifier() {
        return TENANT.isBound() ? TENANT.get().id() : NOBODY;
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return true;
    }

    @Override
    public void customize(Map<String, Object> hibernateProperties) {
        hibernateProperties.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, this);
    }
}
