package dev.paystub.http;

/** Thrown if the role of a known caller lacks a right; the message names the right. */
public final class Forbidden extends RuntimeException {

    public Forbidden(String message) {
        super(message, null, false, false);
    }
}
