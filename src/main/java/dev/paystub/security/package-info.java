/**
 * Authentication and authorization: one chain of Spring Security for all APIs, the key that opens
 * an account, roles as authorities, and the refusal of foreign hosts and origins. Begin with {@link
 * dev.paystub.security.ApiSecurity}; {@link dev.paystub.security.AccountStep} opens the account.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine", "http"})
package dev.paystub.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
