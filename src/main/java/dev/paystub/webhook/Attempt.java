package dev.paystub.webhook;

import dev.paystub.account.AccountScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt of a delivery, with its request and the response or error. */
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
     * The result of an attempt.
     *
     * @param url the address that was used
     * @param requestLength the number of characters of the body that were sent
     * @param status the HTTP status; null without a response
     * @param error the reason for a missing, incomplete or unusable response; null otherwise
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

    /** Returns the instant, on the account's clock, at which the attempt was due. */
    public Instant dueAt() {
        return dueAt;
    }

    public String url() {
        return url;
    }

    /** Returns {@code Name: value}, one per line. */
    public String requestHeaders() {
        return requestHeaders;
    }

    /** Returns the number of characters of the delivery's body that were sent. */
    public int requestLength() {
        return requestLength;
    }

    public Optional<Integer> status() {
        return Optional.ofNullable(status);
    }

    /** Returns {@code Name: value}, one per line. */
    public String responseHeaders() {
        return responseHeaders;
    }

    /** Returns the beginning of the response's body. */
    public String responseBody() {
        return responseBody;
    }

    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** Returns the duration in real time. */
    public Duration duration() {
        return Duration.ofMillis(durationMillis);
    }
}
