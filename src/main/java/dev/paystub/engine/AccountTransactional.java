package dev.paystub.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A change of the current account: a transaction that is alone on the account, after everything
 * that was due before it, all or nothing, at one instant of the account's clock. Called from within
 * a turn it is part of that turn. See {@link AccountTransactions}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AccountTransactional {}
