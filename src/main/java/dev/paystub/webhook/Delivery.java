package dev.paystub.webhook;

import dev.paystub.account.AccountScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A message for one endpoint, from the change it tells of to its arrival. */
@Entity
@Table(name = "webhook_deliveries")
public class Delivery extends AccountScoped<Delivery> {

    /** How a delivery stands. */
    public enum Status {
        /** It is sent now, when those before it have been. */
        PENDING,
        /** It is sent when the account's clock gets there. */
        WAITING,
        DELIVERED,
        /** The last attempt was in vain. */
        FAILED,
        /** It was lost on purpose. */
        DROPPED,
        /** The endpoint was disabled first. */
        CANCELLED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Deliveries that have yet to be made. */
    static final Set<Status> OPEN = EnumSet.of(Status.PENDING, Status.WAITING);

    /** Why there is a delivery. */
    public enum Origin {
        EVENT,
        /** The same message once more, on purpose. */
        DUPLICATE,
        RESEND,
        TRIGGER;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is to be said. */
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

    /** It is sent after all that are in the queue before that place. */
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

    void tried() {
        attempts++;
    }

    void arrive() {
        status = Status.DELIVERED;
    }

    void fail() {
        status = Status.FAILED;
    }

    Message content() {
        return new Message(message, type, body);
    }

    long queuePosition() {
        return queuePosition;
    }

    boolean isOpen() {
        return OPEN.contains(status);
    }

    public long endpointNumber() {
        return endpointNumber;
    }

    /** The message's id: the same when it is sent again, duplicated or resent. */
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

    /** When, on the account's clock, the last attempt was due, or the next is. */
    public Instant dueAt() {
        return dueAt;
    }
}
