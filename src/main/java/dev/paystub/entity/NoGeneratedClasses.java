package dev.paystub.entity;

import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.service.spi.ServiceContributor;

/**
 * Keeps Hibernate from generating a proxy and an accessor for each entity at the start, by the
 * thousand classes of Byte Buddy, which the packaged server leaves out. It reads and writes fields
 * by reflection. An association that is fetched lazily must therefore lead to an entity that the
 * session has.
 */
public final class NoGeneratedClasses implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder services) {
        services.addService(BytecodeProvider.class, new BytecodeProviderImpl());
    }
}
