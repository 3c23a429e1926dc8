package dev.paystub.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a controller's method how the caller's account is opened before it runs. Without it,
 * everything that has fallen due happens first.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AccountOpening {

    Mode value();

    /** What happens of that which has fallen due. */
    enum Mode {
        /** Everything, before the method runs. */
        SETTLED,
        /** Nothing: the method replaces all of the account's state. */
        AS_IT_STANDS,
        /** A first part; the rest happens while the method watches. */
        WATCHING
    }
}
