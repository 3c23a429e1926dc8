package dev.paystub.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/**
 * A server with non-default settings. The settings are independent, so that one start serves the
 * tests of all of them.
 */
@ServerTest
@TestPropertySource(
        properties = {
            "PAYSTUB_STRICT=true",
            "PAYSTUB_LOG_REQUESTS=true",
            "PAYSTUB_ADMIN_TOKEN=s3cret",
            "paystub.stripe.activation-delay=90s",
            "PAYSTUB_JOURNAL_MAX_TOTAL=100KB",
            "PAYSTUB_CORS_ALLOWED_ORIGINS=https://shop.example,https://*.trusted.example"
        })
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ConfiguredServerTest {}
