/**
 * What all facades share of HTTP: who may come in, how much they may send, and that every failure,
 * wherever it arises, is answered in the dialect of the API it was addressed to.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account"})
package dev.paystub.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
