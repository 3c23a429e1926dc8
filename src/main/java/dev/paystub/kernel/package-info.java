/**
 * Plain values without Spring: {@code Money}, the domain's exceptions, the search for the nearest
 * name, the list that is made as it is read, and the mark of the control plane. Begin with {@link
 * dev.paystub.kernel.Money}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.paystub.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
