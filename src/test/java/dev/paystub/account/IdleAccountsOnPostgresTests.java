package dev.paystub.account;

import dev.paystub.testing.OwnSchema;
import org.junit.jupiter.api.Tag;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The same on PostgreSQL, in a schema of its own: other tests' accounts must stay. */
@Tag("postgres")
@Import(IdleAccountsTests.PassingTime.class)
class IdleAccountsOnPostgresTests extends IdleAccountsTests {

    @DynamicPropertySource
    static void ownSchema(DynamicPropertyRegistry registry) {
        var environment = new OwnSchema("idle_accounts").environment();
        registry.add("paystub.database.url", () -> environment.get("PAYSTUB_DATASOURCE_URL"));
        registry.add(
                "paystub.database.username", () -> environment.get("PAYSTUB_DATASOURCE_USERNAME"));
        registry.add(
                "paystub.database.password", () -> environment.get("PAYSTUB_DATASOURCE_PASSWORD"));
    }
}
