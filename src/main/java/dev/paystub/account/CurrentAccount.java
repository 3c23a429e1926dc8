package dev.paystub.account;

import java.util.Map;
import java.util.function.Supplier;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.stereotype.Component;

/**
 * The calling account: one of the two ambient things, the other being its clock. Hibernate resolves
 * every {@link AccountScoped} row from it, so no query of one account can see another's.
 */
@Component
public class CurrentAccount
        implements CurrentTenantIdentifierResolver<Long>, HibernatePropertiesCustomizer {

    private static final ScopedValue<Tenant> TENANT = ScopedValue.newInstance();

    /** Owns no rows: the identifier of sessions opened while no account is bound. */
    private static final long NOBODY = 0;

    /** The calling account. */
    public static Tenant tenant() {
        return TENANT.get();
    }

    public static boolean isBound() {
        return TENANT.isBound();
    }

    public static ScopedValue.Carrier bind(Tenant tenant) {
        return ScopedValue.where(TENANT, tenant);
    }

    /** The work as the account of here and now, wherever it is done. */
    public static <T> Supplier<T> handOver(Supplier<T> work) {
        if (!TENANT.isBound()) {
            return work;
        }
        var bound = bind(TENANT.get());
        return () -> bound.call(work::get);
    }

    /** The role in which the caller acts. */
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
