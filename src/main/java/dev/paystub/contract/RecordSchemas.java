package dev.paystub.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import dev.paystub.kernel.Labelled;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Derives schemas from the wire records, which define the format: properties have Jackson's names,
 * are in the order of the components, and are required unless {@code @Nullable}. springdoc's own
 * derivation does not support Jackson 3's naming.
 */
@Component
class RecordSchemas implements ModelConverter {

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        // springdoc passes a class, or Jackson's type for an operation's responses
        var asked = type.getType() instanceof JavaType java ? java.getRawClass() : type.getType();
        if (asked instanceof Class<?> raw && isWireRecord(raw)) {
            return reference(raw, context);
        }
        if (asked instanceof Class<?> raw && Labelled.class.isAssignableFrom(raw)) {
            var schema = typed("string");
            restrict(schema, words(raw));
            return schema;
        }
        return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
    }

    private static boolean isWireRecord(Class<?> raw) {
        return raw.isRecord() && raw.getName().startsWith("dev.paystub.");
    }

    private Schema<?> reference(Class<?> raw, ModelConverterContext context) {
        var description = raw.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        if (description != null && description.implementation() != Void.class) {
            return reference(description.implementation(), context);
        }
        if (!context.getDefinedModels().containsKey(raw.getSimpleName())) {
            // defined before its properties, so that a record may contain itself
            var schema = typed("object");
            context.defineModel(raw.getSimpleName(), schema, new AnnotatedType(raw), null);
            if (description != null && !description.description().isEmpty()) {
                schema.setDescription(description.description());
            }
            for (var component : raw.getRecordComponents()) {
                var name = nameOf(raw, component);
                schema.addProperty(name, property(component, context));
                if (isRequired(raw, component)) {
                    schema.addRequiredItem(name);
                }
            }
        }
        var reference = new Schema<>(SpecVersion.V31);
        reference.set$ref("#/components/schemas/" + raw.getSimpleName());
        return reference;
    }

    private static String nameOf(Class<?> raw, RecordComponent component) {
        var explicit = component.getAccessor().getAnnotation(JsonProperty.class);
        if (explicit != null) {
            return explicit.value();
        }
        return raw.isAnnotationPresent(JsonNaming.class)
                ? component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
                : component.getName();
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static boolean isRequired(Class<?> raw, RecordComponent component) {
        var inclusion = raw.getAnnotation(JsonInclude.class);
        var always = inclusion != null && inclusion.value() == JsonInclude.Include.ALWAYS;
        return always || !isNullable(component);
    }

    private Schema<?> property(RecordComponent component, ModelConverterContext context) {
        var schema = schemaOf(component.getGenericType(), context);
        var inclusion = component.getDeclaringRecord().getAnnotation(JsonInclude.class);
        var mayBeNull = inclusion == null || inclusion.value() == JsonInclude.Include.ALWAYS;
        if (isNullable(component) && mayBeNull) {
            if (schema.get$ref() != null) {
                var either = new Schema<>(SpecVersion.V31);
                either.addAnyOfItem(schema);
                either.addAnyOfItem(typed("null"));
                return either;
            }
            if (schema.getTypes() != null) {
                schema.addType("null");
            }
        }
        var details =
                component
                        .getAccessor()
                        .getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        if (details != null) {
            describe(schema, details);
        }
        return schema;
    }

    private static void describe(
            Schema<?> schema, io.swagger.v3.oas.annotations.media.Schema details) {
        if (!details.description().isEmpty()) {
            schema.setDescription(details.description());
        }
        if (!details.pattern().isEmpty()) {
            schema.setPattern(details.pattern());
        }
        if (!details.minimum().isEmpty()) {
            schema.setMinimum(new BigDecimal(details.minimum()));
        }
        if (!details.maximum().isEmpty()) {
            schema.setMaximum(new BigDecimal(details.maximum()));
        }
        if (details.allowableValues().length > 0) {
            restrict(schema, List.of(details.allowableValues()));
        } else if (details.implementation().isEnum()) {
            restrict(schema, words(details.implementation()));
        }
    }

    private static List<String> words(Class<?> enumeration) {
        return Arrays.stream(enumeration.getEnumConstants())
                .map(each -> each instanceof Labelled one ? one.label() : each.toString())
                .toList();
    }

    private static void restrict(Schema<?> schema, List<String> words) {
        @SuppressWarnings("unchecked")
        var open = (Schema<Object>) schema;
        var values = new ArrayList<@Nullable Object>(words);
        if (schema.getTypes() != null && schema.getTypes().contains("null")) {
            values.add(null); // an enum lists all values, null included
        }
        open.setEnum(values);
    }

    private Schema<?> schemaOf(Type type, ModelConverterContext context) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            var array = typed("array");
            array.setItems(schemaOf(list.getActualTypeArguments()[0], context));
            return array;
        }
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            var object = typed("object");
            object.setAdditionalProperties(schemaOf(map.getActualTypeArguments()[1], context));
            return object;
        }
        if (type instanceof Class<?> raw && isWireRecord(raw)) {
            return reference(raw, context);
        }
        if (type == int.class || type == Integer.class) {
            return typed("integer").format("int32");
        }
        if (type == long.class || type == Long.class) {
            return typed("integer").format("int64");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == BigDecimal.class) {
            return typed("number");
        }
        if (type == String.class) {
            return typed("string");
        }
        if (type == JsonNode.class) { // a tree, so that null differs from a missing field
            var text = typed("string");
            text.addType("null");
            return text;
        }
        if (type == Object.class) { // any JSON
            return new Schema<>(SpecVersion.V31);
        }
        throw new IllegalStateException("No schema for a wire field of " + type);
    }

    private static Schema<?> typed(String type) {
        var schema = new Schema<>(SpecVersion.V31);
        schema.addType(type);
        return schema;
    }
}
