package dev.paystub.explain;

import dev.paystub.engine.RecordedEvent;
import dev.paystub.explain.Explainer.Rank;
import dev.paystub.explain.Explainer.Step;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * The sentences of explanations, one format per cause or event type, from {@code
 * explanations.properties}.
 */
final class Sentences {

    private static final ResourceBundle FORMATS =
            ResourceBundle.getBundle("explanations", Locale.ROOT);

    private Sentences() {}

    static boolean has(String key) {
        return FORMATS.containsKey(key);
    }

    /**
     * Returns the formatted sentence of a key.
     *
     * @throws java.util.MissingResourceException when there is no such key
     */
    static String of(String key, @Nullable Object... values) {
        return FORMATS.getString(key).formatted(values);
    }

    /** Returns the step of an event; empty when explanations of that kind leave its type out. */
    static Optional<Step> step(String explained, RecordedEvent event) {
        var key = explained + ".event." + event.type();
        if (!has(key)) {
            return Optional.empty();
        }
        var subject = StringUtils.capitalize(event.subject());
        var text = of(key, event.from(), event.to(), subject).split(" ", 2);
        return Optional.of(Step.of(event, Rank.valueOf(text[0]), text[1]));
    }
}
