package dev.paystub.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares how the caller's account is opened before a controller method runs. Without this
 * annotation, all work that is due runs first.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AccountOpening {

    Mode value();

    /** How much of the account's due work runs. */
    enum Mode {
        /** All due work, before the method runs. */
        SETTLED,
        /** No due work, because the method replaces the whole state of the account. */
        AS_IT_STANDS,
        /** A first part of the due work; the rest runs while the method reads. */
        WATCHING
    }
}
