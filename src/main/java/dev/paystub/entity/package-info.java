/**
 * How Hibernate takes part: in transactions that are JDBC's, and not before an entity is needed.
 * Begin with {@link dev.paystub.entity.EntityConfiguration}; nothing outside uses this package.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"launch", "account"})
package dev.paystub.entity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
