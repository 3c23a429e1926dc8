package dev.paystub.stripe;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * The parameters of a request to Stripe's API: a form whose names may say where in an object a
 * value belongs ({@code card[number]}, {@code expand[]}). What is read is known; the rest is
 * refused by {@link #refuseOthers}. Of a name that comes twice the last value counts.
 */
final class FormParameters {

    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
    private static final int DEEPEST = 5;
    private static final int LONGEST_NAME = 1000;
    private static final int MOST = 1000;
    private static final int LONGEST_TEXT = 5000;
    private static final int MOST_METADATA = 50;
    private static final int LONGEST_METADATA_KEY = 40;
    private static final int LONGEST_METADATA_VALUE = 500;

    private final String prefix;
    private final Map<String, Object> values;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<FormParameters> children = new ArrayList<>();

    private FormParameters(String prefix, Map<String, Object> values) {
        this.prefix = prefix;
        this.values = values;
    }

    /** The parameters in a request's query and body. */
    static FormParameters of(HttpServletRequest request) {
        var params = new FormParameters("", new LinkedHashMap<>());
        var query = request.getQueryString();
        var pairs = new ArrayList<String>();
        if (query != null) {
            // what the sandbox itself is asked for, such as __delay, is not Stripe's
            Arrays.stream(query.split("&"))
                    .filter(pair -> !pair.startsWith("__"))
                    .forEach(pairs::add);
        }
        pairs.addAll(Arrays.asList(body(request).split("&")));
        if (pairs.size() > MOST) {
            throw StripeError.invalid(
                    null, "Invalid request: it has more than %d parameters".formatted(MOST), null);
        }
        pairs.stream().filter(pair -> !pair.isEmpty()).forEach(params::add);
        return params;
    }

    private static String body(HttpServletRequest request) {
        try {
            var bytes = request.getInputStream().readAllBytes();
            if (bytes.length > 0 && !isForm(request)) {
                throw StripeError.invalid(
                        null,
                        "Invalid request (check that your POST content type is"
                                + " application/x-www-form-urlencoded). If you have any questions,"
                                + " we can help at https://support.stripe.com/.",
                        null);
            }
            return decoded(bytes);
        } catch (IOException e) {
            throw StripeError.invalid(null, "Invalid request: its body ended too early", null);
        }
    }

    private static boolean isForm(HttpServletRequest request) {
        var type = request.getContentType();
        return type == null || type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw StripeError.invalid(null, "Invalid UTF-8 in the request's parameters", null);
        }
    }

    /** What a form has encoded, as text that a database can keep. */
    private static String unescaped(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '%') {
                var high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                var low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
                if (low < 0) {
                    throw StripeError.invalid(
                            null, "Invalid request: a % must begin an escape such as %20", null);
                }
                bytes.write(16 * high + low);
                i += 2;
            } else if (c == '+') {
                bytes.write(' ');
            } else if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
                bytes.writeBytes(text.substring(i, i + 2).getBytes(StandardCharsets.UTF_8));
                i++;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        var decoded = decoded(bytes.toByteArray());
        if (decoded.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r')) {
            throw StripeError.invalid(
                    null, "Invalid request: a parameter contains a control character", null);
        }
        return decoded;
    }

    private void add(String pair) {
        var equals = pair.indexOf('=');
        var name = unescaped(equals < 0 ? pair : pair.substring(0, equals));
        var value = equals < 0 ? "" : unescaped(pair.substring(equals + 1));
        var steps = steps(name);
        var inList = steps.size() > 1 && steps.getLast().isEmpty();
        put(name, inList ? steps.subList(0, steps.size() - 1) : steps, inList, value);
    }

    /** The parts of {@code a[b][c]}, of which the last is empty in {@code a[]}. */
    private static List<String> steps(String name) {
        var open = name.indexOf('[');
        var steps = new ArrayList<String>();
        steps.add(open < 0 ? name : name.substring(0, open));
        var valid = name.length() <= LONGEST_NAME && !steps.getFirst().isEmpty();
        for (var at = open < 0 ? name.length() : open; valid && at < name.length(); ) {
            var close = name.indexOf(']', at);
            // nothing follows an empty part
            valid = name.charAt(at) == '[' && close >= 0 && !steps.getLast().isEmpty();
            if (valid) {
                steps.add(name.substring(at + 1, close));
                at = close + 1;
            }
        }
        valid &= steps.stream().noneMatch(step -> step.contains("[") || step.contains("]"));
        var depth = steps.getLast().isEmpty() ? steps.size() - 1 : steps.size();
        if (!valid || depth > DEEPEST) {
            throw StripeError.invalid(
                    null, "Invalid parameter name: %s".formatted(shortened(name)), null);
        }
        return steps;
    }

    @SuppressWarnings("unchecked") // the maps are this class's own
    private void put(String name, List<String> steps, boolean inList, String value) {
        var at = values;
        for (var step : steps.subList(0, steps.size() - 1)) {
            var next = at.computeIfAbsent(step, missing -> new LinkedHashMap<String, Object>());
            if (!(next instanceof Map)) {
                throw contradiction(name);
            }
            at = (Map<String, Object>) next;
        }
        var last = steps.getLast();
        if (inList) {
            var list = at.computeIfAbsent(last, missing -> new ArrayList<String>());
            if (!(list instanceof List)) {
                throw contradiction(name);
            }
            ((List<String>) list).add(value);
        } else if (at.getOrDefault(last, "") instanceof String) {
            at.put(last, value);
        } else {
            throw contradiction(name);
        }
    }

    private static StripeInvalidRequestException contradiction(String name) {
        return StripeError.invalid(
                null,
                "Invalid request: '%s' is given in two shapes".formatted(shortened(name)),
                name);
    }

    static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    /** The full name of a parameter of this object, as it is sent. */
    String path(String name) {
        return prefix.isEmpty() ? name : "%s[%s]".formatted(prefix, name);
    }

    /** Knows parameters that change nothing here. */
    void ignore(String... names) {
        known.addAll(List.of(names));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean isObject(String name) {
        return values.get(name) instanceof Map;
    }

    /** A text; empty when there is none, or it is empty, which unsets what can be unset. */
    Optional<String> text(String name) {
        return text(name, LONGEST_TEXT);
    }

    Optional<String> text(String name, int longest) {
        known.add(name);
        var value = values.get(name);
        if (value == null || value.equals("")) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw StripeError.invalid(null, "Invalid string", path(name));
        }
        if (text.length() > longest) {
            throw StripeError.invalid(
                    null,
                    "Invalid string: %s; must be at most %d characters"
                            .formatted(shortened(text), longest),
                    path(name));
        }
        return Optional.of(text);
    }

    /** What a text becomes that is {@code present} now: as sent, or as it is. */
    @Nullable String changed(String name, @Nullable String present) {
        return changed(name, LONGEST_TEXT, present);
    }

    /** The same of a text that may be so long. */
    @Nullable String changed(String name, int longest, @Nullable String present) {
        var sent = text(name, longest).orElse(null);
        return has(name) ? sent : present;
    }

    String required(String name) {
        var text = text(name);
        if (text.isEmpty() && has(name)) {
            throw StripeError.invalid(
                    "parameter_invalid_empty",
                    "You passed an empty string for '%s'. We assume empty values are an attempt to unset a parameter; however '%s' cannot be unset. You should remove '%s' from your request or supply a non-empty value."
                            .formatted(path(name), path(name), path(name)),
                    path(name));
        }
        return text.orElseThrow(() -> missing(name));
    }

    StripeInvalidRequestException missing(String name) {
        return StripeError.invalid(
                "parameter_missing",
                "Missing required param: %s.".formatted(path(name)),
                path(name));
    }

    Optional<Long> integer(String name) {
        return text(name)
                .map(text -> {
                    if (!INTEGER.matcher(text).matches()) {
                        throw StripeError.invalid(
                                "parameter_invalid_integer",
                                "Invalid integer: %s".formatted(shortened(text)),
                                path(name));
                    }
                    return Long.parseLong(text);
                });
    }

    long requiredInteger(String name) {
        required(name);
        return integer(name).orElseThrow();
    }

    boolean flag(String name) {
        return choice(name, "true", "false").filter("true"::equals).isPresent();
    }

    /** One of a few words. */
    Optional<String> choice(String name, String... allowed) {
        return text(name)
                .map(text -> {
                    if (!List.of(allowed).contains(text)) {
                        throw StripeError.invalid(
                                null,
                                allowed.length == 2 && allowed[0].equals("true")
                                        ? "Invalid boolean: %s".formatted(shortened(text))
                                        : "Invalid %s: must be one of %s"
                                                .formatted(path(name), oneOf(allowed)),
                                path(name));
                    }
                    return text;
                });
    }

    private static String oneOf(String... words) {
        return words.length == 1
                ? words[0]
                : String.join(", ", Arrays.copyOf(words, words.length - 1))
                        + " or "
                        + words[words.length - 1];
    }

    /** An object within this one; empty when there is none. */
    @SuppressWarnings("unchecked") // the maps are this class's own
    Optional<FormParameters> object(String name) {
        known.add(name);
        var value = values.get(name);
        if (value == null || value.equals("")) {
            return Optional.empty();
        }
        if (!(value instanceof Map)) {
            throw StripeError.invalid(null, "Invalid object", path(name));
        }
        var child = new FormParameters(path(name), (Map<String, Object>) value);
        children.add(child);
        return Optional.of(child);
    }

    /** A list of texts, sent as {@code name[]} or {@code name[0]}. */
    List<String> list(String name) {
        known.add(name);
        return switch (values.get(name)) {
            case null -> List.of();
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case Map<?, ?> map when map.values().stream().allMatch(String.class::isInstance) ->
                    map.values().stream().map(String::valueOf).toList();
            default -> throw StripeError.invalid(null, "Invalid array", path(name));
        };
    }

    /** The caller's notes after this request: an empty value, or an empty whole, takes away. */
    Map<String, String> metadata(Map<String, String> present) {
        known.add("metadata");
        var value = values.get("metadata");
        if (value == null) {
            return present;
        }
        var merged = new TreeMap<String, String>();
        if (!value.equals("")) {
            merged.putAll(present);
            notes(value)
                    .forEach((key, note) -> {
                        checkNote(key, note);
                        if (note.isEmpty()) {
                            merged.remove(key);
                        } else {
                            merged.put(key, note);
                        }
                    });
        }
        if (merged.size() > MOST_METADATA) {
            throw StripeError.invalid(
                    null,
                    "Metadata can have up to %d keys".formatted(MOST_METADATA),
                    path("metadata"));
        }
        return merged;
    }

    private Map<String, String> notes(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw StripeError.invalid(null, "Invalid object", path("metadata"));
        }
        var notes = new TreeMap<String, String>();
        map.forEach((key, note) -> {
            if (!(note instanceof String text)) {
                throw StripeError.invalid(
                        null, "Metadata values must be strings", path("metadata"));
            }
            notes.put(String.valueOf(key), text);
        });
        return notes;
    }

    private void checkNote(String key, String note) {
        if (key.length() > LONGEST_METADATA_KEY) {
            throw StripeError.invalid(
                    null,
                    "Metadata keys must be at most %d characters".formatted(LONGEST_METADATA_KEY),
                    path("metadata"));
        }
        if (note.length() > LONGEST_METADATA_VALUE) {
            throw StripeError.invalid(
                    null,
                    "Metadata values must be at most %d characters"
                            .formatted(LONGEST_METADATA_VALUE),
                    "metadata[%s]".formatted(key));
        }
    }

    /** To be called when all is read that is known here. */
    void refuseOthers() {
        var unknown = new ArrayList<String>();
        collectUnknown(unknown);
        if (!unknown.isEmpty()) {
            throw StripeError.invalid(
                    "parameter_unknown",
                    (unknown.size() == 1
                                    ? "Received unknown parameter: "
                                    : "Received unknown parameters: ")
                            + String.join(
                                    ", ", unknown.stream().map(FormParameters::shortened).toList()),
                    unknown.getFirst());
        }
    }

    private void collectUnknown(List<String> unknown) {
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .map(this::path)
                .forEach(unknown::add);
        children.forEach(child -> child.collectUnknown(unknown));
    }
}
