package dev.paystub.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that changes the current account. The method runs in one transaction under the
 * account's lock, after all scheduled tasks that are due, and at one instant of the account's
 * clock. A call from within another such change joins its transaction. See {@link
 * AccountTransactions}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AccountTransactional {}
