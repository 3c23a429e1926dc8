package dev.paystub.journey;

import dev.paystub.testing.OwnSchema;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The same on PostgreSQL. */
@Tag("postgres")
class AuditOnPostgresTests extends AuditTests {

    private OwnSchema schema;

    @Override
    protected Map<String, Object> environment() {
        schema = new OwnSchema("audit");
        var environment = new HashMap<>(super.environment());
        environment.putAll(schema.environment());
        return environment;
    }

    @Override
    protected void dropDatabase() {
        schema.close();
    }
}
