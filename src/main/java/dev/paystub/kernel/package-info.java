/**
 * Plain values shared by every module: amounts of money and the domain's exceptions. No beans, no
 * Spring. Begin with {@link dev.paystub.kernel.Money} and {@link
 * dev.paystub.kernel.DomainException}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.paystub.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
