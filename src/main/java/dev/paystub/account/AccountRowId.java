package dev.paystub.account;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.EnumSet;
import org.hibernate.annotations.IdGeneratorType;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.BeforeExecutionGenerator;
import org.hibernate.generator.EventType;
import org.hibernate.generator.EventTypeSets;
import org.jspecify.annotations.Nullable;

/** Marks a primary key composed of the account's id and the row's number in that account. */
@IdGeneratorType(AccountRowId.Generator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface AccountRowId {

    /** The bits reserved for the number: crypto payments have ten digits, which take 34. */
    int NUMBER_BITS = 40;

    final class Generator implements BeforeExecutionGenerator {

        @Override
        public Object generate(
                SharedSessionContractImplementor session,
                Object owner,
                @Nullable Object currentValue,
                EventType eventType) {
            var account = (Long) session.getTenantIdentifierValue();
            return (account << NUMBER_BITS) + ((AccountScoped<?>) owner).number();
        }

        @Override
        public EnumSet<EventType> getEventTypes() {
            return EventTypeSets.INSERT_ONLY;
        }
    }
}
