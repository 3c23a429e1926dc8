package dev.paystub.operation;

import dev.paystub.testing.OwnSchema;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The same on PostgreSQL. */
@Tag("postgres")
class ShutdownOnPostgresTests extends ShutdownTests {

    private final OwnSchema schema = new OwnSchema("shutdown");

    @Override
    Map<String, Object> database(Path folder) {
        return schema.environment();
    }

    @AfterEach
    void drop() {
        schema.close();
    }
}
