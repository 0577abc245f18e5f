package io.mlintern.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Committed;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.MessageType;
import io.mlintern.protocol.Samples;
import io.mlintern.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is documented is what the code does.
class DocumentationTest {
    private static final MessageSchemas SCHEMAS = new MessageSchemas();

    static Stream<MessageType> types() {
        return MessageType.all().stream();
    }

    @Test
    void theTableOfTopicsIsUpToDate() {
        Committed.check("docs/topics.md", Pages.topics());
    }

    @Test
    void theTableOfEventsIsUpToDate() {
        Committed.check("docs/events.md", Pages.events());
    }

    @Test
    void theAsyncApiDocumentIsUpToDate() {
        Committed.check("docs/asyncapi.yaml", AsyncApi.document());
    }

    @ParameterizedTest
    @MethodSource("types")
    void theSchemaOfATypeIsUpToDate(MessageType type) {
        Committed.check("docs/schemas/" + type.ceType() + ".json", SCHEMAS.of(type));
    }

    @Test
    void noSchemaIsLeftOfATypeThatIsGone() {
        assertThat(Committed.names("docs/schemas"))
                .containsExactlyElementsOf(
                        types().map(type -> type.ceType() + ".json").sorted().toList());
    }

    @Test
    void everyTypeStandsOnExactlyOneTopic() {
        assertThat(Arrays.stream(Topics.values()).flatMap(topic -> Pages.types(topic).stream()))
                .containsExactlyInAnyOrderElementsOf(MessageType.all());
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatIsWrittenFitsItsSchema(MessageType type) {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        var schema = registry.getSchema(SCHEMAS.of(type));

        Stream.concat(Samples.whole(type).stream(), Samples.bare(type).stream())
                .forEach(
                        message ->
                                assertThat(schema.validate(text(message), InputFormat.JSON))
                                        .isEmpty());
    }

    private static String text(Message message) {
        return new String(Codec.value(message), StandardCharsets.UTF_8);
    }
}
