package dev.paystub.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * A server whose {@link Statements} are recorded and whose Hibernate counts. Nothing happens in the
 * background. One such server serves all test classes of a process that count.
 */
@ServerTest
@Import(Statements.class)
@TestPropertySource(
        properties = {
            "spring.jpa.properties.hibernate.generate_statistics=true",
            // nothing in the background comes between
            "paystub.clock.tick=1h",
            "paystub.jobs.poll=1h",
            "paystub.audit.every=1h"
        })
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CountedServerTest {}
