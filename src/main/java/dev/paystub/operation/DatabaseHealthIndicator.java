package dev.paystub.operation;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** The database in {@code /actuator/health}, with the check that {@code /readyz} uses. */
@Component
class DatabaseHealthIndicator implements HealthIndicator {

    private final Database database;

    DatabaseHealthIndicator(Database database) {
        this.database = database;
    }

    @Override
    public Health health() {
        return database.trouble().isEmpty() ? Health.up().build() : Health.down().build();
    }
}
