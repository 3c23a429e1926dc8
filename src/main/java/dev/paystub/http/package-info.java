/**
 * The parts of HTTP that all APIs share: the exchange that carries a request, errors in each API's
 * format, body limits, JSON rules, CORS, forwarded headers and the public URL. An API describes
 * itself in an {@link dev.paystub.http.ApiSurface}; begin with {@link dev.paystub.http.Exchange}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine"})
package dev.paystub.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
