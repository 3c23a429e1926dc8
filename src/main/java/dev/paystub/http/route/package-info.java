/**
 * How Spring MVC finds the method of a request, passes it the parts of the path, and writes the
 * record that it returns. Begin with {@link dev.paystub.http.route.RouteMapping}.
 */
@NullMarked
package dev.paystub.http.route;

import org.jspecify.annotations.NullMarked;
