package io.mlintern.gateway.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/// Calls servers that speak OpenAI's chat completions: OpenAI, the Hugging Face router, servers at home.
public final class OpenAiProvider {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UpstreamClient client;

    public OpenAiProvider(UpstreamClient client) {
        this.client = client;
    }

    public ModelStream open(ModelCall call, Route.OpenAiCompatible route)
            throws ModelCallException {
        var failures = new UpstreamFailures(route.provider(), route.key());
        var request =
                HttpRequest.newBuilder(URI.create(route.baseUrl() + "/chat/completions"))
                        .header("content-type", "application/json")
                        .header("accept", call.request().stream() ? "text/event-stream" : "*/*");
        route.key().ifPresent(key -> request.header("authorization", "Bearer " + key));
        if (route.provider() == Provider.HF_ROUTER)
            OpenAiRequest.session(call).ifPresent(id -> request.header("X-HF-Session-id", id));
        try {
            byte[] body = JSON.writeValueAsBytes(OpenAiRequest.body(call, route));
            request.POST(BodyPublishers.ofByteArray(body));
        } catch (JsonProcessingException e) {
            throw failures.invalid("The request cannot be written as JSON.");
        }
        return client.call(request.build(), new OpenAiAnswer(call.answerId(), failures), failures);
    }
}
