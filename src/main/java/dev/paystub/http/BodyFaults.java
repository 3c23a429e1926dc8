package dev.paystub.http;

import dev.paystub.http.Failure.Kind;
import dev.paystub.kernel.Refusal;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Says in a sentence what is wrong with a body that cannot be read. */
final class BodyFaults {

    private BodyFaults() {}

    static Failure explain(HttpMessageNotReadableException unreadable) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return Failure.of(refusal); // a record's constructor knew better
            }
        }
        return new Failure(Kind.INVALID, message(unreadable.getCause()));
    }

    private static String message(@Nullable Throwable cause) {
        return switch (cause) {
            case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
                    "%s must be %s".formatted(field(mismatch), kindOf(mismatch.getTargetType()));
            case MismatchedInputException mismatch -> "The body must be one JSON object";
            case StreamReadException broken ->
                    "The body is not valid JSON: line %d, column %d"
                            .formatted(
                                    broken.getLocation().getLineNr(),
                                    broken.getLocation().getColumnNr());
            case JacksonException other -> "The body must be one JSON object";
            case null, default -> "A JSON body is required";
        };
    }

    private static String field(JacksonException mismatch) {
        var name = mismatch.getPath().getFirst().getPropertyName();
        return name == null ? "The body" : FieldNames.label(name);
    }

    private static String kindOf(Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (type == BigDecimal.class) {
            return "a number";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "an integer";
        }
        return "a " + type.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
