package dev.paystub.engine;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.EventSource;
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
 * The types of all facts that there may be, so that whoever asks for another learns of it instead
 * of waiting for what never comes.
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

    /** All types, in the order of their names. */
    public SortedSet<String> all() {
        return all.obtain();
    }

    /**
     * @throws Refusal.Invalid when no fact is ever of that type
     */
    public void require(String type) {
        if (!all().contains(type)) {
            throw new DomainException.Invalid(
                    "type '%s' never happens; the nearest that does is %s"
                            .formatted(shown(type), Nearest.among(shown(type), all())));
        }
    }

    /** A name as a message may repeat it. */
    public static String shown(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
    }

    /** Every test that runs with assertions finds a fact that no module has declared. */
    @EventListener
    void hear(AccountEvent event) {
        assert all().contains(event.type()) : event.type() + " is declared by no EventSource";
    }
}
