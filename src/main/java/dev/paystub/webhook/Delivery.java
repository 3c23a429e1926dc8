package dev.paystub.webhook;

import dev.paystub.account.AccountScoped;
import dev.paystub.kernel.Labelled;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** The delivery of one message to one endpoint, from the event to its arrival. */
@Entity
@Table(name = "webhook_deliveries")
public class Delivery extends AccountScoped<Delivery> {

    /** The status of a delivery. */
    public enum Status implements Labelled {
        /** Queued: it is sent as soon as the deliveries before it are done. */
        PENDING,
        /** Scheduled for a later instant on the account's clock. */
        WAITING,
        DELIVERED,
        /** The last attempt failed. */
        FAILED,
        /** Dropped deliberately, by the endpoint's delivery faults. */
        DROPPED,
        /** The endpoint was disabled before it was sent. */
        CANCELLED;
    }

    /** The statuses of unfinished deliveries. */
    static final Set<Status> OPEN = EnumSet.of(Status.PENDING, Status.WAITING);

    /** The reason for a delivery. */
    public enum Origin implements Labelled {
        EVENT,
        /** A deliberate duplicate, by the endpoint's delivery faults. */
        DUPLICATE,
        RESEND,
        TRIGGER;
    }

    /** The message to send. */
    record Message(String id, String type, String body) {}

    private long endpointNumber;
    private String message;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Origin origin;

    private String type;

    @Column(name = "body_link")
    private String body;

    private Instant createdAt;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Status status;

    private int attempts;
    private Instant dueAt;
    private long queuePosition;

    @SuppressWarnings("NullAway.Init")
    protected Delivery() {}

    Delivery(long number, long endpointNumber, Message message, Origin origin, Instant at) {
        super(number);
        this.endpointNumber = endpointNumber;
        this.message = message.id();
        this.origin = origin;
        this.type = message.type();
        this.body = message.body();
        this.createdAt = at;
        this.status = Status.WAITING;
        this.dueAt = at;
    }

    /** Queues it at a position; deliveries with lower positions are sent first. */
    void queue(long position, Instant due) {
        status = Status.PENDING;
        queuePosition = position;
        dueAt = due;
    }

    void waitUntil(Instant due) {
        status = Status.WAITING;
        dueAt = due;
    }

    void drop() {
        status = Status.DROPPED;
    }

    void cancel() {
        status = Status.CANCELLED;
    }

    void countAttempt() {
        attempts++;
    }

    void markDelivered() {
        status = Status.DELIVERED;
    }

    void markFailed() {
        status = Status.FAILED;
    }

    Message content() {
        return new Message(message, type, body);
    }

    long queuePosition() {
        return queuePosition;
    }

    public long endpointNumber() {
        return endpointNumber;
    }

    /** Returns the message's id. Retries, duplicates and resent deliveries keep it. */
    public String message() {
        return message;
    }

    public Origin origin() {
        return origin;
    }

    public String type() {
        return type;
    }

    public String body() {
        return body;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Status status() {
        return status;
    }

    public int attempts() {
        return attempts;
    }

    /** Returns the instant, on the account's clock, of the next attempt or else of the last one. */
    public Instant dueAt() {
        return dueAt;
    }
}
