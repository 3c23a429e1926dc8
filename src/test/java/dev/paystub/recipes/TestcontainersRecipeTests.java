package dev.paystub.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * Runs the container recipe once the image has been built: {@code docker build -t paystub .}, then
 * {@code ./mvnw test -Dtest=TestcontainersRecipeTests -Dpaystub.recipes.image=true}.
 */
@Testcontainers
@EnabledIfSystemProperty(
        named = "paystub.recipes.image",
        matches = "true",
        disabledReason =
                "SKIPPED: the image paystub is built after these tests; .ci/run does this one then")
class TestcontainersRecipeTests {

    @Container
    private static final GenericContainer<?> PAYSTUB =
            new GenericContainer<>("paystub")
                    .withExposedPorts(8080)
                    .waitingFor(Wait.forHttp("/readyz"));

    @Test
    void addedFundsAreInvoiced() throws Exception {
        var base = "http://%s:%d".formatted(PAYSTUB.getHost(), PAYSTUB.getMappedPort(8080));
        var request =
                HttpRequest.newBuilder(URI.create(base + "/billing/invoices/funds"))
                        .header("X-API-Key", "test-" + UUID.randomUUID())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"amount\": 10}"))
                        .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("{\"result\":\"success\",\"invoice_id\":72}");
    }
}
