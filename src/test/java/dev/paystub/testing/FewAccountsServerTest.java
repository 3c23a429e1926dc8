package dev.paystub.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/**
 * A server like that of {@link ServerTest}, for classes that call operations on all accounts: an
 * audit of all accounts takes milliseconds for each, and the other server has thousands of them.
 */
@ServerTest
@TestPropertySource(properties = "test.server=few-accounts")
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FewAccountsServerTest {}
