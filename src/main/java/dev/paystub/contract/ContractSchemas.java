package dev.paystub.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.util.List;
import java.util.Locale;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compiles the schemas of one document, which can refer to the document's components. Each is
 * compiled when it is first needed, because most requests need none and a start needs none.
 */
final class ContractSchemas {

    private final SingletonSupplier<SchemaRegistry> registry =
            SingletonSupplier.of(ContractSchemas::newRegistry);

    private final SingletonSupplier<JsonNode> components;
    private final SimpleSchema simple;

    /**
     * Creates the compiler of a document's schemas.
     *
     * @param components the document's components as JSON, not yet parsed
     */
    ContractSchemas(String components) {
        this.components = SingletonSupplier.of(() -> OpenApiContract.JSON.readTree(components));
        this.simple = new SimpleSchema(this.components::obtain);
    }

    private static SchemaRegistry newRegistry() {
        var config = SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build();
        return SchemaRegistry.withDialect(
                Dialects.getDraft202012(), builder -> builder.schemaRegistryConfig(config));
    }

    /** A schema that is compiled when the first value is not certain to conform. */
    final class Lazy {

        private final JsonNode node;
        private final SingletonSupplier<Schema> compiled;

        private Lazy(JsonNode node) {
            this.node = node;
            this.compiled = SingletonSupplier.of(() -> compile(node));
        }

        /** Returns whether a value conforms, as far as this is known without the validator. */
        boolean certainlyAllows(JsonNode value) {
            return simple.allows(node, value);
        }

        /** Returns what is wrong with a value; empty if it conforms. */
        List<Error> validate(JsonNode value) {
            return certainlyAllows(value) ? List.of() : validator().validate(value);
        }

        Schema validator() {
            return compiled.obtain();
        }
    }

    /** Returns the schema of a node. */
    Lazy of(JsonNode node) {
        return new Lazy(node);
    }

    private Schema compile(JsonNode node) {
        var schema = (ObjectNode) node.deepCopy();
        schema.set("components", components.obtain());
        return registry.obtain().getSchema(schema);
    }
}
