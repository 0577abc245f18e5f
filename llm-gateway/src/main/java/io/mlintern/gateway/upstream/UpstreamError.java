package io.mlintern.gateway.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a provider says about a failure, in whichever of the usual shapes: OpenAI's and Anthropic's `error` object, an
/// `error` text, FastAPI's `detail`, or no JSON at all.
///
/// @param types the machine-readable words, lower case: `type`, `code`, `error_type`
/// @param message the sentence for people on one line; neither masked nor shortened yet
record UpstreamError(List<String> types, String message) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MARKUP = Pattern.compile("<[^>]*>");

    static UpstreamError parse(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root != null && root.isContainerNode()) return of(root);
        } catch (JsonProcessingException e) {
            // No JSON: the text itself is the message.
        }
        return new UpstreamError(List.of(), oneLine(MARKUP.matcher(body).replaceAll(" ")));
    }

    static UpstreamError of(JsonNode json) {
        JsonNode root = json.isArray() && !json.isEmpty() ? json.get(0) : json;
        JsonNode error = root.path("error");
        List<String> types = new ArrayList<>();
        for (JsonNode place : List.of(error, root))
            for (String field : List.of("type", "code", "error_type"))
                add(types, place.path(field));
        JsonNode message = MissingNode.getInstance();
        for (JsonNode candidate :
                List.of(
                        error.path("message"),
                        error,
                        root.path("message"),
                        root.path("detail"),
                        root.path("error_message")))
            if (message.isMissingNode() && candidate.isTextual()) message = candidate;
        String text = message.isTextual() ? message.asText() : root.toString();
        return new UpstreamError(List.copyOf(types), oneLine(text));
    }

    private static void add(List<String> types, JsonNode value) {
        if (value.isTextual()) types.add(value.asText().toLowerCase(Locale.ROOT));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
