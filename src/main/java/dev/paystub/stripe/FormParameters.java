package dev.paystub.stripe;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request to Stripe's API, or of an object in it such as {@code card[number]}.
 * A parameter that has been read is known; {@link #rejectUnknown} refuses all others.
 */
public final class FormParameters {

    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
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
    public static FormParameters of(HttpServletRequest request) {
        return new FormParameters("", FormDecoder.decode(request));
    }

    static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    /** Returns the full name of a parameter, as it is sent: {@code card[number]}. */
    public String path(String name) {
        return prefix.isEmpty() ? name : "%s[%s]".formatted(prefix, name);
    }

    /** Accepts parameters that have no effect here. */
    public void ignore(String... names) {
        known.addAll(List.of(names));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    boolean isObject(String name) {
        return values.get(name) instanceof Map;
    }

    /**
     * Returns a text of at most 5000 characters. It is empty when it is not sent, or is sent empty,
     * which unsets a value.
     */
    public Optional<String> text(String name) {
        return text(name, LONGEST_TEXT);
    }

    public Optional<String> text(String name, int longest) {
        known.add(name);
        var value = values.get(name);
        if (value == null || value.equals("")) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw StripeError.invalidRequest(null, "Invalid string", path(name));
        }
        if (text.length() > longest) {
            throw StripeError.invalidRequest(
                    null,
                    "Invalid string: %s; must be at most %d characters"
                            .formatted(shortened(text), longest),
                    path(name));
        }
        return Optional.of(text);
    }

    /** Returns the new value of a text: the sent one, or else the present one. */
    public @Nullable String updatedText(String name, @Nullable String present) {
        return updatedText(name, LONGEST_TEXT, present);
    }

    /** Returns the new value of a text with a maximum length of its own. */
    public @Nullable String updatedText(String name, int longest, @Nullable String present) {
        var sent = text(name, longest).orElse(null);
        return has(name) ? sent : present;
    }

    public String required(String name) {
        var text = text(name);
        if (text.isEmpty() && has(name)) {
            throw StripeError.invalidRequest(
                    "parameter_invalid_empty",
                    "You passed an empty string for '%s'. We assume empty values are an attempt to unset a parameter; however '%s' cannot be unset. You should remove '%s' from your request or supply a non-empty value."
                            .formatted(path(name), path(name), path(name)),
                    path(name));
        }
        return text.orElseThrow(() -> missing(name));
    }

    public StripeInvalidRequestException missing(String name) {
        return StripeError.invalidRequest(
                "parameter_missing",
                "Missing required param: %s.".formatted(path(name)),
                path(name));
    }

    public Optional<Long> integer(String name) {
        return text(name)
                .map(text -> {
                    if (!INTEGER.matcher(text).matches()) {
                        throw StripeError.invalidRequest(
                                "parameter_invalid_integer",
                                "Invalid integer: %s".formatted(shortened(text)),
                                path(name));
                    }
                    return Long.parseLong(text);
                });
    }

    public long requiredInteger(String name) {
        required(name);
        return integer(name).orElseThrow();
    }

    public boolean flag(String name) {
        return choice(name, "true", "false").filter("true"::equals).isPresent();
    }

    /**
     * Returns one of the allowed words.
     *
     * @throws StripeInvalidRequestException when another word is sent
     */
    public Optional<String> choice(String name, String... allowed) {
        return text(name)
                .map(text -> {
                    if (!List.of(allowed).contains(text)) {
                        throw StripeError.invalidRequest(
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

    /** Returns the parameters of an object within this one. */
    @SuppressWarnings("unchecked") // the maps are this class's own
    public Optional<FormParameters> object(String name) {
        known.add(name);
        var value = values.get(name);
        if (value == null || value.equals("")) {
            return Optional.empty();
        }
        if (!(value instanceof Map)) {
            throw StripeError.invalidRequest(null, "Invalid object", path(name));
        }
        var child = new FormParameters(path(name), (Map<String, Object>) value);
        children.add(child);
        return Optional.of(child);
    }

    /** Returns a list of texts, sent as {@code name[]} or {@code name[0]}. */
    public List<String> list(String name) {
        known.add(name);
        return switch (values.get(name)) {
            case null -> List.of();
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case Map<?, ?> map when map.values().stream().allMatch(String.class::isInstance) ->
                    map.values().stream().map(String::valueOf).toList();
            default -> throw StripeError.invalidRequest(null, "Invalid array", path(name));
        };
    }

    /**
     * Returns the metadata after a request: an empty value removes a key, an empty {@code metadata}
     * removes all.
     *
     * @throws StripeInvalidRequestException when a key or a value is too long, or there are more
     *     than 50
     */
    public Map<String, String> metadata(Map<String, String> present) {
        known.add("metadata");
        var value = values.get("metadata");
        if (value == null) {
            return present;
        }
        var merged = new TreeMap<String, String>();
        if (!value.equals("")) {
            merged.putAll(present);
            metadataEntries(value)
                    .forEach((key, note) -> {
                        checkMetadataEntry(key, note);
                        if (note.isEmpty()) {
                            merged.remove(key);
                        } else {
                            merged.put(key, note);
                        }
                    });
        }
        if (merged.size() > MOST_METADATA) {
            throw StripeError.invalidRequest(
                    null,
                    "Metadata can have up to %d keys".formatted(MOST_METADATA),
                    path("metadata"));
        }
        return merged;
    }

    private Map<String, String> metadataEntries(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw StripeError.invalidRequest(null, "Invalid object", path("metadata"));
        }
        var notes = new TreeMap<String, String>();
        map.forEach((key, note) -> {
            if (!(note instanceof String text)) {
                throw StripeError.invalidRequest(
                        null, "Metadata values must be strings", path("metadata"));
            }
            notes.put(String.valueOf(key), text);
        });
        return notes;
    }

    private void checkMetadataEntry(String key, String note) {
        if (key.length() > LONGEST_METADATA_KEY) {
            throw StripeError.invalidRequest(
                    null,
                    "Metadata keys must be at most %d characters".formatted(LONGEST_METADATA_KEY),
                    path("metadata"));
        }
        if (note.length() > LONGEST_METADATA_VALUE) {
            throw StripeError.invalidRequest(
                    null,
                    "Metadata values must be at most %d characters"
                            .formatted(LONGEST_METADATA_VALUE),
                    "metadata[%s]".formatted(key));
        }
    }

    /**
     * Refuses the parameters that have not been read. Call it after the last one is read.
     *
     * @throws StripeInvalidRequestException when there are any
     */
    public void rejectUnknown() {
        var unknown = new ArrayList<String>();
        collectUnknown(unknown);
        if (!unknown.isEmpty()) {
            throw StripeError.invalidRequest(
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
