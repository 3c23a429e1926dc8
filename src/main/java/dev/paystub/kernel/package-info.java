/** Money and refusals: plain values, no beans, no Spring. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.paystub.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
