/**
 * The entrance to the console: redirects to its page, and the banner printed at start. The page
 * itself is static ({@code src/main/resources/static/console}) and uses the public API.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.paystub.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
