package dev.paystub.scenario;

import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.http.UnknownNames;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import dev.paystub.scenario.ProviderStates.Asked;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The endpoint that a verifier of Pact contracts calls before and after each interaction. Without a
 * key it changes the default account, since not every verifier can send a key.
 */
@RestController
@Tag(name = "Provider states", description = "What verifiers of Pact contracts ask for")
@RequestMapping("/sandbox/provider-states")
@ControlPlane
class ProviderStateController {

    private final ProviderStates states;

    ProviderStateController(ProviderStates states) {
        this.states = states;
    }

    @Operation(
            summary = "List the states a contract may ask for",
            description = "With their parameters, and what those are when nobody says")
    @GetMapping
    StateList listProviderStates() {
        return new StateList(states.all().stream().map(StateEntry::of).toList());
    }

    /**
     * Each setup begins the account anew, so that equal setups give equal states, unless the
     * parameter {@code keep} is true: then it adds to the present state.
     */
    @Operation(
            summary = "Bring the account into a state (Pact's state change)",
            description =
                    "Answers the values that a contract needs, such as invoice_id. Setup begins"
                        + " anew unless the parameter keep is true; teardown resets. The parameter"
                        + " frozen_time freezes the clock. Without a key: the default account."
                        + " State, action and parameters may also come as a query without a body")
    @PostMapping
    Map<String, Object> setProviderState(
            @RequestBody(required = false) @Nullable StateChange change,
            @Parameter(hidden = true) @RequestParam Map<String, String> query) {
        OwnerOnly.require();
        var wanted = change == null ? StateChange.of(query) : change;
        if ("teardown".equals(wanted.action())) {
            return states.reset(null);
        }
        var asked = wanted.asked();
        var frozen = asked.stream().flatMap(state -> frozenTime(state).stream()).findFirst();
        return asked.stream().anyMatch(ProviderStateController::keeps)
                ? states.add(asked)
                : states.setUp(asked, frozen.orElse(null));
    }

    private static boolean keeps(Asked asked) {
        return "true".equals(String.valueOf(asked.params().get("keep")));
    }

    private static Optional<Instant> frozenTime(Asked asked) {
        return Optional.ofNullable(asked.params().get("frozen_time"))
                .map(time -> IsoTimes.instant("frozen_time", time.toString()));
    }

    /**
     * Either {@code state} with {@code params}, or {@code states}; each state is a name, or an
     * object with {@code name} and {@code params}.
     */
    record StateChange(
            @Nullable String consumer,
            @Schema(example = "an unpaid invoice exists") @Nullable String state,
            @Schema(description = "Names, or objects with name and params")
                    @Nullable List<Object> states,
            @Schema(example = "{\"amount\": 25}") @Nullable Map<String, Object> params,
            @Schema(
                            description = "setup unless it is said",
                            allowableValues = {"setup", "teardown"})
                    @Nullable String action) {

        /**
         * Reads a state change sent as a query without a body; its parameters are beside the state.
         */
        static StateChange of(Map<String, String> query) {
            return new StateChange(
                    query.get("consumer"),
                    query.get("state"),
                    null,
                    new LinkedHashMap<>(query),
                    query.get("action"));
        }

        StateChange {
            if (action != null && !List.of("setup", "teardown").contains(action)) {
                throw new DomainException.Invalid("action must be setup or teardown");
            }
        }

        List<Asked> asked() {
            var common = params == null ? Map.<String, Object>of() : params;
            var asked = new ArrayList<Asked>();
            if (state != null && !state.isBlank()) {
                asked.add(new Asked(state, common));
            }
            for (var one : states == null ? List.of() : states) {
                asked.add(asked(one, common));
            }
            return asked;
        }

        private static Asked asked(@Nullable Object one, Map<String, Object> common) {
            if (one instanceof String name) {
                return new Asked(name, common);
            }
            if (one instanceof Map<?, ?> object && object.get("name") instanceof String name) {
                requireKnown(object);
                var params = new LinkedHashMap<>(common);
                var own = object.get("params");
                if (own instanceof Map<?, ?> more) {
                    more.forEach((key, value) -> params.put(String.valueOf(key), value));
                }
                if (own == null || own instanceof Map<?, ?>) {
                    return new Asked(name, params);
                }
            }
            throw new DomainException.Invalid(
                    "Each of states must be a name, or an object with a name and params");
        }
    }

    private static final List<String> FIELDS_OF_A_STATE = List.of("name", "params");

    private static void requireKnown(Map<?, ?> state) {
        state.keySet().stream()
                .map(String::valueOf)
                .filter(field -> !FIELDS_OF_A_STATE.contains(field))
                .findFirst()
                .ifPresent(field -> {
                    throw new DomainException.Invalid(
                            "There is no field 'states.%s'%s"
                                    .formatted(
                                            field, UnknownNames.meant(field, FIELDS_OF_A_STATE)));
                });
    }

    record StateList(List<StateEntry> states) {}

    record StateEntry(String state, List<StateParameter> params) {

        static StateEntry of(ProviderStates.Known known) {
            return new StateEntry(
                    known.state(),
                    known.params().entrySet().stream()
                            .map(param -> new StateParameter(param.getKey(), param.getValue()))
                            .toList());
        }
    }

    record StateParameter(
            String name,
            @Schema(description = "What it is when nobody says: a text or a number")
                    Object preset) {}
}
