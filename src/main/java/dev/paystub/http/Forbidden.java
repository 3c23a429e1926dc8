package dev.paystub.http;

/** The caller is known, but its role has not the right; the message says which is missing. */
public final class Forbidden extends RuntimeException {

    public Forbidden(String message) {
        super(message, null, false, false);
    }
}
