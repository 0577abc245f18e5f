package io.mlintern.gateway.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.gateway.chat.ChatMessage;
import io.mlintern.gateway.chat.ModelCall;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.ModelStream;
import io.mlintern.gateway.routing.Provider;
import io.mlintern.gateway.routing.Route;
import io.mlintern.gateway.upstream.UpstreamClient;
import io.mlintern.gateway.upstream.UpstreamFailures;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

/// Calls Anthropic's Messages API.
public final class AnthropicProvider {
    /// The API's version that this speaks; it has been the newest since 2023.
    public static final String VERSION = "2023-06-01";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final UpstreamClient client;

    public AnthropicProvider(UpstreamClient client) {
        this.client = client;
    }

    public ModelStream open(ModelCall call, Route.AnthropicMessages route)
            throws ModelCallException {
        var failures = new UpstreamFailures(Provider.ANTHROPIC, Optional.of(route.key()));
        boolean spoken =
                call.request().messages().stream()
                        .anyMatch(message -> !(message instanceof ChatMessage.Instructions));
        if (!spoken) throw failures.invalid("Anthropic needs at least one message of the user.");
        if (!call.request().textOnly())
            throw failures.invalid("Only text can be sent to Anthropic from here.");
        return client.call(request(call, route, failures), new AnthropicAnswer(failures), failures);
    }

    private static HttpRequest request(
            ModelCall call, Route.AnthropicMessages route, UpstreamFailures failures)
            throws ModelCallException {
        try {
            var body = AnthropicRequest.body(call.request(), route.model());
            return HttpRequest.newBuilder(URI.create(route.baseUrl() + "/v1/messages"))
                    .header("content-type", "application/json")
                    .header("x-api-key", route.key())
                    .header("anthropic-version", VERSION)
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
        } catch (JsonProcessingException e) {
            throw failures.invalid("The request cannot be written as JSON.");
        }
    }
}
