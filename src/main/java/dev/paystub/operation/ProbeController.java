package dev.paystub.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The liveness and readiness probes {@code /livez} and {@code /readyz}, without a key. A server is
 * not ready while it starts or stops, cannot reach its database, or its readiness has been revoked
 * by publishing {@link ReadinessState#REFUSING_TRAFFIC}. A text as the source of that event becomes
 * the reason in the response.
 */
@RestController
@Hidden
class ProbeController {

    private final ApplicationAvailability availability;
    private final Database database;

    ProbeController(ApplicationAvailability availability, Database database) {
        this.availability = availability;
        this.database = database;
    }

    @GetMapping("/livez")
    ResponseEntity<Probe> livez() {
        return respond(
                availability.getLivenessState() == LivenessState.BROKEN
                        ? "the server has given itself up"
                        : null);
    }

    @GetMapping("/readyz")
    ResponseEntity<Probe> readyz() {
        var refusal = refusal();
        return respond(refusal == null ? database.trouble().orElse(null) : refusal);
    }

    private @Nullable String refusal() {
        var change = availability.getLastChangeEvent(ReadinessState.class);
        if (change == null) {
            return "the server is starting";
        }
        if (change.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
            return null;
        }
        return switch (change.getSource()) {
            case CharSequence reason -> reason.toString();
            case ApplicationContext context -> "the server is about to end";
            default -> "the server refuses requests";
        };
    }

    private static ResponseEntity<Probe> respond(@Nullable String reason) {
        return ResponseEntity.status(
                        reason == null ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .cacheControl(CacheControl.noStore())
                .body(new Probe(reason == null ? "UP" : "DOWN", reason));
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Probe(String status, @Nullable String reason) {}
}
