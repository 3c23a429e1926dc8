package dev.paystub.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole server on a free port, on the database of {@link TestDatabase}. One server serves all
 * test classes of a process that configure nothing else. Each test uses its own keys.
 *
 * <p>Classes tagged {@code postgres} run a second time on PostgreSQL in every {@code verify}, those
 * tagged {@code postgres-full} in the profile {@code full}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ServerTest {}
