package dev.paystub.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.fge.jsonpatch.JsonPatchException;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeContainer;
import tools.jackson.databind.json.JsonMapper;

/** A patch, applied by another implementation, turns one document into the other. */
class JsonPatchTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static ObjectMapper theirs;

    @BeforeContainer
    static void other() {
        theirs = new ObjectMapper();
    }

    @Property(tries = 500)
    void appliedToOneGivesTheOther(@ForAll("documents") Object from, @ForAll("documents") Object to)
            throws IOException, JsonPatchException {
        var patch =
                JSON.writeValueAsString(
                        JsonPatch.between(JSON.valueToTree(from), JSON.valueToTree(to)));
        var applied =
                com.github.fge.jsonpatch.JsonPatch.fromJson(theirs.readTree(patch))
                        .apply(theirs.readTree(JSON.writeValueAsString(from)));
        assertThat(applied).as(patch).isEqualTo(theirs.readTree(JSON.writeValueAsString(to)));
    }

    @Property(tries = 100)
    void nothingChangesNothing(@ForAll("documents") Object document) {
        assertThat(JsonPatch.between(JSON.valueToTree(document), JSON.valueToTree(document)))
                .isEmpty();
    }

    @Provide
    Arbitrary<Object> documents() {
        Arbitrary<Object> leaf = Arbitraries.of(1, 2, "a", "b", true, false).map(it -> it);
        return Arbitraries.recursive(
                () -> leaf.injectNull(0.1),
                inner ->
                        Arbitraries.oneOf(
                                inner.list().ofMaxSize(4).map(it -> (Object) it),
                                Arbitraries.maps(
                                                Arbitraries.of("a", "b", "c/d", "e~f", "", "0"),
                                                inner)
                                        .ofMaxSize(4)
                                        .map(it -> (Object) it)),
                0,
                4);
    }
}
