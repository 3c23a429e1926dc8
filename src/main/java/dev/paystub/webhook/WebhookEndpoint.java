package dev.paystub.webhook;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A registered webhook: its address, event filters, style, secret and delivery faults. */
@Entity
@Table(name = "webhook_endpoints")
public class WebhookEndpoint extends AccountScoped<WebhookEndpoint> {

    private static final String SEPARATOR = " ";

    private String url;
    private String filters;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private WebhookFormat style;

    private String secret;

    /** The requested version of Stripe's API; null for the latest known one. */
    private @Nullable String apiVersion;

    private Instant createdAt;
    private boolean enabled;
    private @Nullable String disabledReason;
    private boolean duplicate;
    private boolean reorder;
    private long delayMillis;
    private int dropFirst;
    private boolean wrongSignature;
    private boolean staleTimestamp;
    private boolean truncatedBody;

    /** The number of deliveries dropped since {@code dropFirst} was set. */
    private int dropped;

    /** The delivery that is held back until the next one has been sent. */
    private @Nullable Long held;

    @SuppressWarnings("NullAway.Init")
    protected WebhookEndpoint() {}

    WebhookEndpoint(
            long number,
            String url,
            List<String> events,
            WebhookFormat style,
            String secret,
            Instant at) {
        super(number);
        this.url = url;
        this.filters = String.join(SEPARATOR, events);
        this.style = style;
        this.secret = secret;
        this.createdAt = at;
        this.enabled = true;
        injectFaults(DeliveryFaults.NONE);
    }

    void injectFaults(DeliveryFaults how) {
        duplicate = how.duplicate();
        reorder = how.reorder();
        delayMillis = how.delay().toMillis();
        dropFirst = how.dropFirst();
        wrongSignature = how.wrongSignature();
        staleTimestamp = how.staleTimestamp();
        truncatedBody = how.truncatedBody();
        dropped = 0;
    }

    void moveTo(String newUrl) {
        url = newUrl;
    }

    void listenTo(List<String> events) {
        filters = String.join(SEPARATOR, events);
    }

    void changeSecret(String newSecret) {
        secret = newSecret;
    }

    void useApiVersion(String newApiVersion) {
        apiVersion = newApiVersion;
    }

    void enable() {
        enabled = true;
        disabledReason = null;
    }

    void disable(String reason) {
        enabled = false;
        disabledReason = reason;
        held = null;
    }

    /** Returns whether the current delivery is to be dropped, and counts it. */
    boolean dropsNext() {
        var lost = dropped < dropFirst;
        if (lost) {
            dropped++;
        }
        return lost;
    }

    void hold(long delivery) {
        held = delivery;
    }

    /** Releases the delivery that was held back. */
    Optional<Long> releaseHeld() {
        var was = Optional.ofNullable(held);
        held = null;
        return was;
    }

    void forget(long delivery) {
        if (held != null && held == delivery) {
            held = null;
        }
    }

    /** Returns whether the endpoint's filters select a message for an event. */
    boolean selects(String name, AccountEvent event) {
        return enabled && MessageNames.selects(events(), name, event, style);
    }

    public String url() {
        return url;
    }

    public List<String> events() {
        return List.of(filters.split(SEPARATOR));
    }

    public WebhookFormat style() {
        return style;
    }

    public String secret() {
        return secret;
    }

    /** Returns the version of Stripe's API in its messages; empty in other styles. */
    public Optional<String> apiVersion() {
        return style == WebhookFormat.STRIPE
                ? Optional.of(apiVersion == null ? ApiVersion.LATEST : apiVersion)
                : Optional.empty();
    }

    public Instant createdAt() {
        return createdAt;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** Returns the reason why it is disabled; null while it is enabled. */
    public @Nullable String disabledReason() {
        return disabledReason;
    }

    public DeliveryFaults faults() {
        return new DeliveryFaults(
                duplicate,
                reorder,
                Duration.ofMillis(delayMillis),
                dropFirst,
                wrongSignature,
                staleTimestamp,
                truncatedBody);
    }
}
