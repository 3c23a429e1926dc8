/**
 * What precedes a request: how many connections may be open, how many requests may be incomplete,
 * and the names of hosts that Tomcat accepts. Begin with {@link
 * dev.paystub.http.connection.ConnectionLimits}.
 */
@NullMarked
@NamedInterface("connection")
package dev.paystub.http.connection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
