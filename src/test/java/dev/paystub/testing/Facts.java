package dev.paystub.testing;

import java.util.Collection;
import java.util.List;
import org.springframework.data.domain.AbstractAggregateRoot;
import org.springframework.test.util.ReflectionTestUtils;

/** The domain events that an aggregate has registered and would publish when saved. */
public final class Facts {

    private Facts() {}

    public static List<Object> of(AbstractAggregateRoot<?> aggregate) {
        Collection<Object> facts = ReflectionTestUtils.invokeMethod(aggregate, "domainEvents");
        return facts == null ? List.of() : List.copyOf(facts);
    }
}
