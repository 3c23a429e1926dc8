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
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;

/**
 * Decodes the form of a request to Stripe's API, whose names may place a value in an object or a
 * list: {@code card[number]}, {@code expand[]}. Of a name that occurs twice the last value counts.
 */
final class FormDecoder {

    private static final int DEEPEST = 5;
    private static final int LONGEST_NAME = 1000;
    private static final int MOST = 1000;

    private final Map<String, Object> values = new LinkedHashMap<>();

    private FormDecoder() {}

    /**
     * Decodes a request's query and body.
     *
     * @return by name a text, a list of texts, or a map like this one
     * @throws StripeInvalidRequestException when the request is not a well-formed form
     */
    static Map<String, Object> decode(HttpServletRequest request) {
        var decoder = new FormDecoder();
        var query = request.getQueryString();
        var pairs = new ArrayList<String>();
        if (query != null) {
            // parameters such as __delay are instructions for the sandbox, not for Stripe
            Arrays.stream(query.split("&"))
                    .filter(pair -> !pair.startsWith("__"))
                    .forEach(pairs::add);
        }
        pairs.addAll(Arrays.asList(body(request).split("&")));
        if (pairs.size() > MOST) {
            throw StripeError.invalidRequest(
                    null, "Invalid request: it has more than %d parameters".formatted(MOST), null);
        }
        pairs.stream().filter(pair -> !pair.isEmpty()).forEach(decoder::add);
        return decoder.values;
    }

    private static String body(HttpServletRequest request) {
        try {
            var bytes = request.getInputStream().readAllBytes();
            if (bytes.length > 0 && !isForm(request)) {
                throw StripeError.invalidRequest(
                        null,
                        "Invalid request (check that your POST content type is"
                                + " application/x-www-form-urlencoded). If you have any questions,"
                                + " we can help at https://support.stripe.com/.",
                        null);
            }
            return decoded(bytes);
        } catch (IOException e) {
            throw StripeError.invalidRequest(
                    null, "Invalid request: its body ended too early", null);
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
            throw StripeError.invalidRequest(
                    null, "Invalid UTF-8 in the request's parameters", null);
        }
    }

    /**
     * Decodes percent escapes and pluses. Control characters are refused, as databases cannot store
     * them all.
     */
    private static String unescaped(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '%') {
                var high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                var low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
                if (low < 0) {
                    throw StripeError.invalidRequest(
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
            throw StripeError.invalidRequest(
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

    /** Splits {@code a[b][c]} into its parts; the last part of {@code a[]} is empty. */
    private static List<String> steps(String name) {
        var open = name.indexOf('[');
        var steps = new ArrayList<String>();
        steps.add(open < 0 ? name : name.substring(0, open));
        var valid = name.length() <= LONGEST_NAME && !steps.getFirst().isEmpty();
        for (var at = open < 0 ? name.length() : open; valid && at < name.length(); ) {
            var close = name.indexOf(']', at);
            // no part may follow an empty one
            valid = name.charAt(at) == '[' && close >= 0 && !steps.getLast().isEmpty();
            if (valid) {
                steps.add(name.substring(at + 1, close));
                at = close + 1;
            }
        }
        valid &= steps.stream().noneMatch(step -> step.contains("[") || step.contains("]"));
        var depth = steps.getLast().isEmpty() ? steps.size() - 1 : steps.size();
        if (!valid || depth > DEEPEST) {
            throw StripeError.invalidRequest(
                    null,
                    "Invalid parameter name: %s".formatted(FormParameters.shortened(name)),
                    null);
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
        return StripeError.invalidRequest(
                null,
                "Invalid request: '%s' is given in two shapes"
                        .formatted(FormParameters.shortened(name)),
                name);
    }
}
