package dev.paystub.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets every {@code await()} wait for minutes: a slow machine must not fail a test. */
public final class Patience implements BeforeAllCallback {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Override
    public void beforeAll(ExtensionContext test) {
        Awaitility.setDefaultTimeout(DEADLINE);
    }
}
