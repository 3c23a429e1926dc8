/**
 * The console's entrance: redirects to its page and the banner that a start prints. The page itself
 * is static ({@code src/main/resources/static/console}) and uses the public API.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.paystub.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
