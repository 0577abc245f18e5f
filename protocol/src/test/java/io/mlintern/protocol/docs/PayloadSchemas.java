package io.mlintern.protocol.docs;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinition.AttributeInclusion;
import com.github.victools.jsonschema.generator.CustomDefinition.DefinitionType;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// JSON Schemas (2020-12) of payloads, as the mapper of the wire writes them. Open: a reader tolerates what it does not
/// know.
final class PayloadSchemas {
    private final SchemaGenerator generator;

    PayloadSchemas() {
        var config =
                new SchemaGeneratorConfigBuilder(
                                SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                        .with(Option.INLINE_ALL_SCHEMAS)
                        .without(Option.SCHEMA_VERSION_INDICATOR, Option.FLATTENED_OPTIONALS);
        config.forTypesInGeneral()
                .withCustomDefinitionProvider(new AsOnTheWire())
                // As they are declared, which is as they are written.
                .withPropertySorter((_, _) -> 0);
        config.forFields()
                .withPropertyNameOverrideResolver(PayloadSchemas::name)
                .withRequiredCheck(PayloadSchemas::isAlwaysThere)
                .withNullableCheck(PayloadSchemas::isWrittenAsNull);
        this.generator = new SchemaGenerator(config.build());
    }

    /// The schema as JSON text.
    String of(Class<?> payload) {
        return generator.generateSchema(payload).toString();
    }

    private static String name(FieldScope field) {
        return Optional.ofNullable(field.getAnnotation(JsonProperty.class))
                .map(JsonProperty::value)
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> SnakeCaseStrategy.INSTANCE.translate(field.getDeclaredName()));
    }

    /// Absent optional members are left out, unless they say otherwise.
    private static boolean isAlwaysThere(FieldScope field) {
        return !field.getType().isInstanceOf(Optional.class) || isWrittenAsNull(field);
    }

    private static boolean isWrittenAsNull(FieldScope field) {
        return field.getAnnotation(JsonInclude.class) != null;
    }

    private static final class AsOnTheWire implements CustomDefinitionProviderV2 {
        @Override
        public CustomDefinition provideCustomSchemaDefinition(
                ResolvedType type, SchemaGenerationContext context) {
            Class<?> raw = type.getErasedType();
            if (type.isInstanceOf(Optional.class)) {
                var content = type.typeParametersFor(Optional.class).getFirst();
                return inline(context.createDefinition(content));
            }
            if (raw == JsonObject.class) {
                return inline(typed(context, "object"));
            }
            if (raw == BigDecimal.class) {
                return inline(typed(context, "number"));
            }
            if (raw == Instant.class || raw == Duration.class) {
                String format = raw == Instant.class ? "date-time" : "duration";
                return inline(typed(context, "string").put("format", format));
            }
            if (raw.isEnum()) {
                return inline(words(raw, context));
            }
            if (isText(raw)) {
                return inline(typed(context, "string"));
            }
            if (raw == Map.class) {
                return inline(map(type, context));
            }
            return family(type, context);
        }

        private CustomDefinition family(ResolvedType type, SchemaGenerationContext context) {
            Class<?> raw = type.getErasedType();
            if (raw.isInterface() && raw.isAnnotationPresent(JsonSubTypes.class)) {
                var members = context.getGeneratorConfig().createObjectNode();
                var anyOf = members.putArray("anyOf");
                for (var member : raw.getAnnotation(JsonSubTypes.class).value()) {
                    anyOf.add(
                            context.createDefinition(
                                    context.getTypeContext().resolve(member.value())));
                }
                return inline(members);
            }
            return Arrays.stream(raw.getInterfaces())
                    .filter(family -> family.isAnnotationPresent(JsonTypeInfo.class))
                    .findFirst()
                    .map(family -> inline(member(type, family, context)))
                    // Null says here: as any other class.
                    .orElse(null);
        }

        /// A member of a family carries its name in the member that the family says.
        private ObjectNode member(
                ResolvedType type, Class<?> family, SchemaGenerationContext context) {
            String property = family.getAnnotation(JsonTypeInfo.class).property();
            String name =
                    Arrays.stream(family.getAnnotation(JsonSubTypes.class).value())
                            .filter(known -> known.value() == type.getErasedType())
                            .findFirst()
                            .orElseThrow()
                            .name();
            ObjectNode schema = context.createStandardDefinition(type, this);
            schema.withObjectProperty("properties").putObject(property).put("const", name);
            schema.withArrayProperty("required").add(property);
            return schema;
        }

        private static ObjectNode map(ResolvedType type, SchemaGenerationContext context) {
            ObjectNode schema = typed(context, "object");
            var values = type.typeParametersFor(Map.class).get(1);
            schema.set("additionalProperties", context.createDefinition(values));
            return schema;
        }

        private static ObjectNode words(Class<?> raw, SchemaGenerationContext context) {
            ObjectNode schema = context.getGeneratorConfig().createObjectNode();
            var words = schema.putArray("enum");
            for (Object constant : raw.getEnumConstants()) {
                words.add(Json.mapper().valueToTree(constant).textValue());
            }
            return schema;
        }

        /// Ids and other words: one text.
        private static boolean isText(Class<?> raw) {
            return raw.isRecord()
                    && Arrays.stream(raw.getRecordComponents())
                            .anyMatch(
                                    component ->
                                            component
                                                    .getAccessor()
                                                    .isAnnotationPresent(JsonValue.class));
        }

        private static ObjectNode typed(SchemaGenerationContext context, String type) {
            return context.getGeneratorConfig().createObjectNode().put("type", type);
        }

        private static CustomDefinition inline(ObjectNode schema) {
            return new CustomDefinition(schema, DefinitionType.INLINE, AttributeInclusion.YES);
        }
    }
}
