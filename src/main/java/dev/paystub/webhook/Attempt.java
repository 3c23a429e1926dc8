package dev.paystub.webhook;

import dev.paystub.account.AccountScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt to make a delivery: what was sent, and what came of it. */
@Entity
@Table(name = "webhook_attempts")
public class Attempt extends AccountScoped<Attempt> {

    private long deliveryNumber;
    private Instant dueAt;
    private String url;
    private String requestHeaders;
    private int requestLength;
    private @Nullable Integer status;
    private String responseHeaders;
    private String responseBody;
    private @Nullable String error;
    private long durationMillis;

    @SuppressWarnings("NullAway.Init")
    protected Attempt() {}

    Attempt(long number, Delivery delivery, Outcome outcome) {
        super(number);
        this.deliveryNumber = delivery.number();
        this.dueAt = delivery.dueAt();
        this.url = outcome.url();
        this.requestHeaders = outcome.requestHeaders();
        this.requestLength = outcome.requestLength();
        this.status = outcome.status();
        this.responseHeaders = outcome.responseHeaders();
        this.responseBody = outcome.responseBody();
        this.error = outcome.error();
        this.durationMillis = outcome.duration().toMillis();
    }

    /**
     * How an attempt went.
     *
     * @param url where it went
     * @param requestLength how many characters of the body were sent
     * @param status what was answered; null when nothing was
     * @param error why nothing was answered, or only part of it, or what is wrong with it; else
     *     null
     */
    record Outcome(
            String url,
            String requestHeaders,
            int requestLength,
            @Nullable Integer status,
            String responseHeaders,
            String responseBody,
            @Nullable String error,
            Duration duration) {

        private static final int GONE = 410;
        private static final int OK = 200;
        private static final int NOT_OK = 300;

        boolean isSuccess() {
            return error == null && status != null && status >= OK && status < NOT_OK;
        }

        boolean isGone() {
            return status != null && status == GONE;
        }
    }

    public long deliveryNumber() {
        return deliveryNumber;
    }

    /** When it was due on the account's clock. */
    public Instant dueAt() {
        return dueAt;
    }

    public String url() {
        return url;
    }

    /** {@code Name: value}, one a line. */
    public String requestHeaders() {
        return requestHeaders;
    }

    /** How many characters of the delivery's body were sent. */
    public int requestLength() {
        return requestLength;
    }

    public Optional<Integer> status() {
        return Optional.ofNullable(status);
    }

    /** {@code Name: value}, one a line. */
    public String responseHeaders() {
        return responseHeaders;
    }

    /** Its beginning. */
    public String responseBody() {
        return responseBody;
    }

    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** In real time. */
    public Duration duration() {
        return Duration.ofMillis(durationMillis);
    }
}
