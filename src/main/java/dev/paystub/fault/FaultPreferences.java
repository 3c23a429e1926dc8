package dev.paystub.fault;

import dev.paystub.kernel.DomainException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The faults that a request asks for itself. Invalid preferences in a {@code Prefer} header (RFC
 * 7240) are ignored; invalid query parameters are refused.
 *
 * @param code the status to return without carrying the request out; null for none
 * @param delay the time to wait before anything else
 * @param fault the way to lose the response; null for none
 * @param applied the accepted preferences, in the form of {@code Preference-Applied}
 */
public record FaultPreferences(
        @Nullable Integer code,
        Duration delay,
        @Nullable ConnectionFault fault,
        List<String> applied) {

    /** The longest delay of a request. */
    static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

    private static final Pattern PREFERENCE =
            Pattern.compile(
                    "(?:^|,)\\s*+([A-Za-z_-]++)\\s*+=\\s*+"
                            + "(?:\"([^\"]*+)\"|([^\\s,;\"]++))[^,]*+");
    private static final Pattern OWN = Pattern.compile("__(code|delay|fault)=.*");
    private static final Pattern CODE = Pattern.compile("[45][0-9]{2}");
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,5}");

    static final FaultPreferences NONE = new FaultPreferences(null, Duration.ZERO, null, List.of());

    /**
     * Reads the preferences of a request.
     *
     * @throws DomainException.Invalid if a query parameter has an invalid value
     */
    static FaultPreferences of(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders("Prefer"));
        var query = request.getQueryString();
        if (headers.isEmpty() && (query == null || !query.contains("__"))) {
            return NONE;
        }
        var preferences = new Builder();
        for (var header : headers) {
            var matcher = PREFERENCE.matcher(header);
            while (matcher.find()) {
                var value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
                if (preferences.grant(matcher.group(1), value)) {
                    preferences.applied.add(matcher.group(1) + "=" + value);
                }
            }
        }
        for (var name : List.of("code", "delay", "fault")) {
            var value = queryParameter(query, "__" + name);
            if (value.isPresent() && !preferences.grant(name, value.get())) {
                throw new DomainException.Invalid(
                        "__%s must be %s, not '%s'".formatted(name, possible(name), value.get()));
            }
        }
        return new FaultPreferences(
                preferences.code,
                preferences.delay,
                preferences.fault,
                List.copyOf(preferences.applied));
    }

    private static Optional<String> queryParameter(@Nullable String query, String name) {
        return query == null
                ? Optional.empty()
                : Pattern.compile("&")
                        .splitAsStream(query)
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> pair.substring(name.length() + 1))
                        .findFirst();
    }

    /**
     * Returns a query without fault parameters, because they do not make it a different request.
     */
    public static String without(@Nullable String query) {
        return query == null
                ? ""
                : Pattern.compile("&")
                        .splitAsStream(query)
                        .filter(pair -> !OWN.matcher(pair).matches())
                        .collect(Collectors.joining("&"));
    }

    private static String possible(String name) {
        return switch (name) {
            case "code" -> "a status from 400 to 599";
            case "delay" -> "a number of milliseconds up to %d".formatted(LONGEST_DELAY.toMillis());
            default -> "one of " + ConnectionFault.names();
        };
    }

    private static final class Builder {
        private @Nullable Integer code;
        private Duration delay = Duration.ZERO;
        private @Nullable ConnectionFault fault;
        private final List<String> applied = new ArrayList<>();

        /** Sets a preference; returns false if the name or the value is not valid. */
        private boolean grant(String name, String value) {
            switch (name) {
                case "code" -> {
                    if (CODE.matcher(value).matches()) {
                        code = Integer.valueOf(value);
                        return true;
                    }
                }
                case "delay" -> {
                    if (MILLIS.matcher(value).matches()
                            && Long.parseLong(value) <= LONGEST_DELAY.toMillis()) {
                        delay = Duration.ofMillis(Long.parseLong(value));
                        return true;
                    }
                }
                case "fault" -> {
                    fault = ConnectionFault.named(value).orElse(fault);
                    return ConnectionFault.named(value).isPresent();
                }
                default -> {
                    // preferences that Paystub does not define
                }
            }
            return false;
        }
    }
}
