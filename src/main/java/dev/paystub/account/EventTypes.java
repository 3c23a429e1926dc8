package dev.paystub.account;

import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Nearest;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * All event types that exist. A request for an unknown type fails at once instead of waiting for an
 * event that never comes.
 */
@Component
public class EventTypes {

    private static final int LONGEST = 200;

    private final SingletonSupplier<SortedSet<String>> all;

    EventTypes(ObjectProvider<EventSource> sources) {
        this.all =
                SingletonSupplier.of(() -> {
                    var types = new TreeSet<String>();
                    sources.forEach(source -> types.addAll(source.eventTypes()));
                    return Collections.unmodifiableSortedSet(types);
                });
    }

    /** Returns all types in alphabetical order. */
    public SortedSet<String> all() {
        return all.obtain();
    }

    /**
     * Checks that an event type exists.
     *
     * @throws DomainException.Invalid when no event ever has this type
     */
    public void require(String type) {
        if (!all().contains(type)) {
            throw new DomainException.Invalid(
                    "type '%s' never happens; the nearest that does is %s"
                            .formatted(shown(type), Nearest.among(shown(type), all())));
        }
    }

    /** Returns a name as a message may repeat it: truncated after 200 characters. */
    public static String shown(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
    }

    /**
     * Makes every test that runs with assertions fail on an event type that no module has declared.
     */
    @EventListener
    void hear(AccountEvent event) {
        assert all().contains(event.type()) : event.type() + " is declared by no EventSource";
    }
}
