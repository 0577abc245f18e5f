package io.mlintern.protocol.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.MessageType;
import io.mlintern.protocol.Topics;
import java.util.List;

/// All topics and records as an AsyncAPI 3 document.
final class AsyncApi {
    private static final ObjectMapper YAML =
            new ObjectMapper(
                    YAMLFactory.builder()
                            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                            .disable(YAMLGenerator.Feature.SPLIT_LINES)
                            .build());
    private static final List<String> HEADERS =
            List.of(
                    "ce_specversion",
                    Codec.CE_ID,
                    Codec.CE_SOURCE,
                    Codec.CE_TYPE,
                    Codec.CE_TIME,
                    Codec.CE_SUBJECT,
                    Codec.CE_TENANT,
                    Codec.CE_ACTOR);

    private AsyncApi() {}

    static String document() {
        ObjectNode document = Json.mapper().createObjectNode().put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "ML Intern")
                .put("version", "1")
                .put(
                        "description",
                        "Everything between the services of ML Intern. Within a .v1 type only optional members are added. Made from the code by DocumentationTest (module protocol).");
        document.put("defaultContentType", "application/json");
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode components = document.putObject("components");
        ObjectNode messages = components.putObject("messages");
        for (Topics topic : Topics.values()) {
            channel(channels.putObject(key(topic)), topic);
            operation(operations, topic, "send", topic.writers());
            operation(operations, topic, "receive", topic.readers());
            Pages.types(topic)
                    .forEach(type -> message(messages.putObject(type.ceType()), type, topic));
        }
        headers(components.putObject("schemas").putObject("cloudEvent"));
        return yaml(document);
    }

    private static void channel(ObjectNode channel, Topics topic) {
        channel.put("address", "{prefix}" + topic.baseName());
        channel.putObject("parameters")
                .putObject("prefix")
                .put("default", "mlintern.")
                .put("description", "of the installation");
        ObjectNode messages = channel.putObject("messages");
        for (MessageType type : Pages.types(topic)) {
            messages.putObject(type.ceType()).put("$ref", "#/components/messages/" + type.ceType());
        }
        ObjectNode settings =
                channel.putObject("bindings")
                        .putObject("kafka")
                        .put("bindingVersion", "0.5.0")
                        .putObject("topicConfiguration");
        settings.putArray("cleanup.policy").add(topic.isCompacted() ? "compact" : "delete");
        topic.retention().ifPresent(time -> settings.put("retention.ms", time.toMillis()));
        settings.put("max.message.bytes", Topics.MAX_MESSAGE_BYTES);
    }

    private static void operation(ObjectNode operations, Topics topic, String action, String who) {
        ObjectNode operation = operations.putObject(action + "_" + key(topic));
        operation.put("action", action).put("summary", who);
        operation.putObject("channel").put("$ref", "#/channels/" + key(topic));
    }

    private static void message(ObjectNode message, MessageType type, Topics topic) {
        message.put("name", type.ceType()).put("title", type.name());
        message.putObject("headers").put("$ref", "#/components/schemas/cloudEvent");
        ObjectNode payload = message.putObject("payload");
        payload.put("schemaFormat", "application/schema+json;version=2020-12");
        payload.putObject("schema").put("$ref", "./schemas/" + type.ceType() + ".json");
        message.putObject("bindings")
                .putObject("kafka")
                .put("bindingVersion", "0.5.0")
                .putObject("key")
                .put("type", "string")
                .put("description", topic.keyMeaning());
    }

    private static void headers(ObjectNode schema) {
        schema.put("type", "object");
        ObjectNode members = schema.putObject("properties");
        HEADERS.forEach(name -> members.putObject(name).put("type", "string"));
        members.putObject(Codec.TRACEPARENT).put("type", "string");
        var required = schema.putArray("required");
        HEADERS.forEach(required::add);
    }

    private static String key(Topics topic) {
        return topic.baseName().replace('.', '_');
    }

    private static String yaml(ObjectNode document) {
        try {
            return YAML.writeValueAsString(document).replaceFirst("^---\n", "");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
