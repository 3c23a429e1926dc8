package dev.paystub.fault;

import static dev.paystub.http.FieldNames.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.controlplane.Id;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.JsonOrText;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.engine.TestClock;
import dev.paystub.fault.FaultRules.Conditions;
import dev.paystub.fault.FaultRules.Consequences;
import dev.paystub.fault.FaultRules.Rule;
import dev.paystub.http.RequestPattern;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The account's fault rules, by which requests fail on purpose. */
@RestController
@Tag(name = "Faults", description = "Making requests fail on purpose")
@RequestMapping("/sandbox/faults")
@ControlPlane
class FaultController {

    private static final Set<String> METHODS =
            Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final int MOST_TIMES = 1_000_000;
    private static final int LONGEST_DELAY = 60_000;
    private static final int LONGEST_BODY = 16_384;

    private final FaultRules rules;
    private final TestClock testClock;
    private final JsonMapper json;

    FaultController(FaultRules rules, TestClock testClock, JsonMapper json) {
        this.rules = rules;
        this.testClock = testClock;
        this.json = json;
    }

    @Operation(
            summary = "Let the next requests fail that match",
            description =
                    "The oldest rule that matches fires, exactly as often as it says, in any number"
                        + " of requests at once. A status, a body and the first four faults take"
                        + " the place of the request: nothing is done. BEFORE_COMMIT undoes it,"
                        + " AFTER_COMMIT loses the answer of what is done. Rules leave /sandbox and"
                        + " the hosted pages alone")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    FaultRule addFault(@RequestBody AddFault request) {
        OwnerOnly.require();
        var fault = request.fault() == null ? null : fault(request.fault());
        var body = body(request.body());
        var headers = FaultHeaders.of(request.headers());
        var delay = within("delay", request.delay(), 0, 0, LONGEST_DELAY);
        var status =
                request.status() == null
                        ? null
                        : Integer.valueOf(within("status", request.status(), 500, 200, 599));
        if (fault == null && body == null && status == null && delay == 0) {
            throw new DomainException.Invalid(
                    "Say what is to happen: delay, status, body or fault");
        }
        if (fault != null && (body != null || status != null || !headers.isEmpty())) {
            throw new DomainException.Invalid(
                    "An answer with a fault does not arrive, so it has neither status, headers nor"
                            + " body");
        }
        if (!headers.isEmpty() && status == null && body == null) {
            throw new DomainException.Invalid("headers need a status or a body to go with them");
        }
        if (body == null && FaultHeaders.hasContentType(headers)) {
            throw new DomainException.Invalid("A Content-Type needs a body to go with it");
        }
        if (status != null && status < 400 && body == null) {
            throw new DomainException.Invalid("A status below 400 needs a body to go with it");
        }
        return FaultRule.of(
                rules.add(
                        new Conditions(
                                method(request.method()),
                                path(request.path()),
                                within("times", request.times(), 1, 1, MOST_TIMES),
                                within("skip", request.skip(), 0, 0, MOST_TIMES),
                                expires(request.expires())),
                        new Consequences(Duration.ofMillis(delay), status, headers, body, fault)),
                json);
    }

    @Operation(
            summary = "List the rules by which requests fail, with what is left of them",
            description = "In the order in which they were made")
    @GetMapping
    FaultList listFaults() {
        return new FaultList(rules.all().stream().map(rule -> FaultRule.of(rule, json)).toList());
    }

    @Operation(
            summary = "Remove a rule by which requests fail",
            description = "Requests that it fitted are served again")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeFault(
            @Parameter(example = "1", schema = @Schema(type = "integer", format = "int64"))
                    @PathVariable
                    String id) {
        OwnerOnly.require();
        rules.remove(Id.of(id, "There is no fault rule '%s'".formatted(id)));
    }

    @Operation(
            summary = "Remove all rules by which requests fail",
            description = "All requests are served again")
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearFaults() {
        OwnerOnly.require();
        rules.clear();
    }

    private static @Nullable String method(@Nullable String method) {
        if (method == null) {
            return null;
        }
        var upper = method.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(upper)) {
            throw new DomainException.Invalid("method must be an HTTP method such as POST");
        }
        return upper;
    }

    private static String path(String path) {
        RequestPattern.of(path);
        if (path.equals("/sandbox") || path.startsWith("/sandbox/")) {
            throw new DomainException.Invalid("The control plane itself does not fail on purpose");
        }
        return path;
    }

    private static ConnectionFault fault(String name) {
        return ConnectionFault.named(name)
                .orElseThrow(() ->
                        new DomainException.Invalid(
                                "fault must be one of " + ConnectionFault.names()));
    }

    /** Returns a string unchanged, and any other value as JSON. */
    private @Nullable String body(@Nullable Object body) {
        if (body == null) {
            return null;
        }
        var text = body instanceof String given ? given : json.writeValueAsString(body);
        if (text.length() > LONGEST_BODY) {
            throw new DomainException.Invalid(
                    "body may have at most %d characters".formatted(LONGEST_BODY));
        }
        return text.replace('\0', '\uFFFD');
    }

    private static int within(String field, @Nullable Integer given, int unless, int from, int to) {
        var value = given == null ? unless : given;
        if (value < from || value > to) {
            throw new DomainException.Invalid(
                    "%s must be a whole number from %d to %d".formatted(field, from, to));
        }
        return value;
    }

    private @Nullable Instant expires(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return text.startsWith("P") ? after(IsoTimes.amount("expires", text)) : inReach(text);
    }

    private Instant after(TemporalAmount amount) {
        try {
            var now = testClock.read().now().atZone(ZoneOffset.UTC);
            return TestClock.require("expires", now.plus(amount).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new DomainException.Invalid("expires is too far away: " + amount);
        }
    }

    private static Instant inReach(String text) {
        return TestClock.require("expires", IsoTimes.instant("expires", text));
    }

    /** A new rule: the requests that fail, how often and how. */
    record AddFault(
            @Schema(description = "Only requests of this method") @Nullable String method,
            @Schema(
                            description =
                                    "A pattern such as /billing/orders/{id}, /billing/** or"
                                        + " /v1/organizations/billing/update?action=cancelsubscription")
                    String path,
            @Schema(description = "How often, once unless given") @Nullable Integer times,
            @Schema(description = "How many matching requests pass before") @Nullable Integer skip,
            @Schema(description = "Milliseconds to wait before anything else")
                    @Nullable Integer delay,
            @Schema(description = "The status to answer, in the API's own error shape")
                    @Nullable Integer status,
            @Schema(
                            description =
                                    "Headers of the answer, such as Retry-After; Content-Type takes"
                                            + " a body",
                            example = "{\"Retry-After\": \"2\"}")
                    @Nullable Map<String, @Nullable String> headers,
            @Schema(description = "The body to answer: JSON, or a text as it is")
                    @Nullable Object body,
            @Schema(implementation = ConnectionFault.class) @Nullable String fault,
            @Schema(description = "An instant or a duration on the account's clock")
                    @Nullable String expires) {

        AddFault {
            require("path", path);
        }
    }

    record FaultList(List<FaultRule> faults) {}

    /** A rule, with the number of times it has fired and will still fire. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record FaultRule(
            long id,
            @Nullable String method,
            String path,
            int times,
            int skip,
            long delay,
            @Nullable Integer status,
            Map<String, String> headers,
            @Nullable Object body,
            @Nullable String fault,
            @Nullable String expires,
            int fired,
            int left) {

        static FaultRule of(Rule rule, JsonMapper json) {
            var when = rule.conditions();
            var then = rule.consequences();
            return new FaultRule(
                    rule.number(),
                    when.method(),
                    when.path(),
                    when.times(),
                    when.skip(),
                    then.delay().toMillis(),
                    then.status(),
                    then.headers(),
                    JsonOrText.read(json, then.body()),
                    FaultRules.nameOf(then.fault()),
                    when.expires() == null ? null : IsoTimes.text(when.expires()),
                    rule.fired(),
                    rule.left());
        }
    }
}
