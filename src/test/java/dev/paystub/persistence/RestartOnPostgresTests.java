package dev.paystub.persistence;

import dev.paystub.testing.OwnSchema;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** The same on PostgreSQL. */
@Tag("postgres")
class RestartOnPostgresTests extends RestartTests {

    private final OwnSchema schema = new OwnSchema("restart");

    @Override
    Map<String, Object> database(Path folder) {
        return schema.environment();
    }

    @AfterAll
    @Override
    void stop() {
        super.stop();
        schema.close();
    }
}
