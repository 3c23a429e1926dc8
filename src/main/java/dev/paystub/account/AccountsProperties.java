package dev.paystub.account;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the creation and removal of accounts.
 *
 * @param open whether an unknown well-formed key creates its account on first use
 * @param max the maximum number of accounts
 * @param defaultKey the key of the account that always exists
 * @param placeholder the literal key of the documents, which also opens the default account
 * @param idle how long an account must be unused before it may be removed; null for never
 */
@ConfigurationProperties("paystub.accounts")
public record AccountsProperties(
        @DefaultValue("true") boolean open,
        @DefaultValue("10000") int max,
        @DefaultValue("sandbox") String defaultKey,
        @DefaultValue("{token}") String placeholder,
        @Nullable Duration idle) {

    public AccountsProperties {
        if (max < 0) {
            throw new IllegalArgumentException(
                    "PAYSTUB_ACCOUNTS_MAX is %d, but must be at least 0".formatted(max));
        }
        if (!ApiKey.isOwnKey(defaultKey)) {
            throw new IllegalArgumentException(
                    "PAYSTUB_ACCOUNTS_DEFAULTKEY is '%s', but must be an API key"
                            .formatted(defaultKey));
        }
        if (idle != null && !idle.isPositive()) {
            throw new IllegalArgumentException(
                    "PAYSTUB_ACCOUNTS_IDLE is %s, but must be a time such as 30d or P30D"
                            .formatted(idle));
        }
    }
}
