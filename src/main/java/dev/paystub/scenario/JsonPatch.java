package dev.paystub.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Computes the JSON Patch (RFC 6902) between two documents. Written here since no library for this
 * supports the present version of Jackson.
 */
final class JsonPatch {

    private final List<Change> changes = new ArrayList<>();

    private JsonPatch() {}

    /** One operation; {@code value} is left out of a removal. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(
            @Schema(allowableValues = {"add", "remove", "replace"}) String op,
            @Schema(description = "A JSON Pointer, such as /invoices/72/status") String path,
            @Schema(description = "Any JSON") @Nullable Object value) {}

    static List<Change> between(JsonNode from, JsonNode to) {
        var patch = new JsonPatch();
        patch.compare("", from, to);
        return List.copyOf(patch.changes);
    }

    private void compare(String path, JsonNode from, JsonNode to) {
        if (from.isObject() && to.isObject()) {
            compareFields(path, from, to);
        } else if (from.isArray() && to.isArray()) {
            compareElements(path, from, to);
        } else if (!from.equals(to)) {
            changes.add(new Change("replace", path, to));
        }
    }

    private void compareFields(String path, JsonNode from, JsonNode to) {
        var names = new LinkedHashSet<String>(from.propertyNames());
        names.addAll(to.propertyNames());
        for (var name : names) {
            var there = path + "/" + name.replace("~", "~0").replace("/", "~1");
            if (!to.has(name)) {
                changes.add(new Change("remove", there, null));
            } else if (!from.has(name)) {
                changes.add(new Change("add", there, to.required(name)));
            } else {
                compare(there, from.required(name), to.required(name));
            }
        }
    }

    /**
     * Compares elements by index. Surplus elements are removed from the end, so that no index
     * shifts.
     */
    private void compareElements(String path, JsonNode from, JsonNode to) {
        var both = Math.min(from.size(), to.size());
        for (var index = 0; index < both; index++) {
            compare(path + "/" + index, from.required(index), to.required(index));
        }
        for (var index = from.size() - 1; index >= both; index--) {
            changes.add(new Change("remove", path + "/" + index, null));
        }
        for (var index = both; index < to.size(); index++) {
            changes.add(new Change("add", path + "/-", to.required(index)));
        }
    }
}
