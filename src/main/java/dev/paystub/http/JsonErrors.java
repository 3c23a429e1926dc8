package dev.paystub.http;

import dev.paystub.http.ApiError.Kind;
import dev.paystub.kernel.DomainException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Explains in one sentence why a body cannot be read, and where. */
final class JsonErrors {

    private static final String ONE_OBJECT = "The body must be one JSON object";

    /** Returns the name of a field in messages of the API that was called. */
    private final UnaryOperator<String> label;

    private JsonErrors(UnaryOperator<String> label) {
        this.label = label;
    }

    static ApiError explain(
            HttpMessageNotReadableException unreadable, UnaryOperator<String> label) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof DomainException refusal) {
                return ApiError.of(refusal); // a record's constructor has the better message
            }
        }
        return new ApiError(Kind.INVALID, new JsonErrors(label).message(unreadable.getCause()));
    }

    private String message(@Nullable Throwable cause) {
        return switch (cause) {
            case UnrecognizedPropertyException unknown -> UnknownNames.explain(unknown);
            case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
                    "%s must be %s".formatted(field(mismatch), kindOf(mismatch.getTargetType()));
            case MismatchedInputException mismatch when says(mismatch, "Trailing token") ->
                    "The body must end after its JSON object, but goes on: " + place(mismatch);
            case MismatchedInputException mismatch -> ONE_OBJECT;
            case InputCoercionException coercion ->
                    "%s must be %s".formatted(field(coercion), within(coercion.getTargetType()));
            case BoundedJson.OutOfBounds number ->
                    "%1$s must be a number with an exponent from -%2$d to %2$d"
                            .formatted(field(number), BoundedJson.MOST_DIGITS);
            case StreamConstraintsException bound -> beyond(bound);
            case UnexpectedEndOfInputException end ->
                    "The body is not valid JSON: it ends too early, in " + place(end);
            case StreamReadException twice when says(twice, "Duplicate") ->
                    "The body has the field %s twice: %s"
                            .formatted(quoted(twice.getOriginalMessage()), place(twice));
            case StreamReadException bytes when says(bytes, "UTF-8") ->
                    "The body is not valid UTF-8: " + place(bytes);
            case StreamReadException broken -> "The body is not valid JSON: " + place(broken);
            case JacksonException other -> ONE_OBJECT;
            case null, default -> "A JSON body is required";
        };
    }

    private static boolean says(JacksonException exception, String words) {
        var message = exception.getOriginalMessage();
        return message != null && message.contains(words);
    }

    private static String place(JacksonException exception) {
        var location = exception.getLocation();
        return location == null
                ? "at an unknown place"
                : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    /** Returns the text between the outermost quotation marks. */
    private static String quoted(String message) {
        var first = message.indexOf('"');
        var last = message.lastIndexOf('"');
        return first < last ? message.substring(first + 1, last) : "of some name";
    }

    private static String beyond(StreamConstraintsException bound) {
        if (says(bound, "Number")) {
            return "The body has a number of more than %d digits"
                    .formatted(BoundedJson.MOST_DIGITS);
        }
        if (says(bound, "nesting depth")) {
            return "The body is nested more than %d deep".formatted(BoundedJson.DEEPEST);
        }
        return "The body has a name or a text that is too long";
    }

    /**
     * Returns the path of a field: {@code amount}, or {@code states[0].name} for a nested field.
     */
    private String field(JacksonException exception) {
        var path = exception.getPath();
        if (path.isEmpty() || path.getFirst().getPropertyName() == null) {
            return "The body";
        }
        var first = label.apply(path.getFirst().getPropertyName());
        return path.stream()
                .skip(1)
                .map(step ->
                        step.getPropertyName() == null
                                ? "[" + step.getIndex() + "]"
                                : "." + step.getPropertyName())
                .collect(Collectors.joining("", first, ""));
    }

    private static String within(@Nullable Class<?> type) {
        return type == int.class || type == Integer.class
                ? "an integer from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE)
                : "an integer from %d to %d".formatted(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Returns the name of a type in messages. */
    static String kindOf(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == BigDecimal.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "an integer";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(one -> one.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "an array";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord()
                ? "an object"
                : "of another type";
    }
}
