package io.mlintern.orchestrator.model.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.orchestrator.model.conversation.ModelRequest;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Json;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/// Asks llm-gateway for one answer, and gives the text away as it streams in.
///
/// Blocks; meant for virtual threads. An interrupt of the thread closes the connection at once, whatever it waits for,
/// and llm-gateway then stops the model. An attempt that failed may have cost money; what it said is gone.
public final class LlmGateway {
    // The gateway sends something each second while a stream is silent.
    private static final Duration STREAM_SILENCE = Duration.ofSeconds(60);
    // Upstream's limit for one call (agent core, §7.1), and a little for the gateway.
    private static final Duration WHOLE_ANSWER = Duration.ofMinutes(11);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int DEEPEST_CAUSE = 10;
    private static final String DONE = "[DONE]";

    static {
        // Otherwise the JDK's client sends a POST again, unasked, when a connection breaks before
        // the answer, and a model call would be bought twice. Read once, at the first request of
        // this JVM; streaming the request instead would lose the bodies of 401.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final LlmGatewayClient streaming;
    private final LlmGatewayClient whole;
    private final Supplier<String> token;

    /// On whose account a call goes, and which it is.
    public record Caller(Actor owner, CallId call) {
        String onBehalfOf() {
            return owner.tenant() + "/" + owner.user();
        }
    }

    /// @param token the service's own, looked up for each call
    public LlmGateway(URI address, Supplier<String> token) {
        this.streaming = client(address, STREAM_SILENCE);
        this.whole = client(address, WHOLE_ANSWER);
        this.token = token;
    }

    private static LlmGatewayClient client(URI address, Duration silence) {
        return RestClientBuilder.newBuilder()
                .baseUri(address)
                .connectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(silence.toMillis(), TimeUnit.MILLISECONDS)
                // Failures are read from the answer's body, not from an exception.
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(LlmGatewayClient.class);
    }

    /// Asks, and returns when the answer is complete.
    ///
    /// @param shown is given each piece of text at once; what it throws ends the attempt
    /// @throws GatewayException when there is no answer
    public Answer ask(ModelRequest request, Caller caller, Consumer<String> shown)
            throws GatewayException {
        try (Response response = open(request, caller)) {
            if (response.getStatus() != Response.Status.OK.getStatusCode()) {
                throw new GatewayException(ErrorBody.of(response.readEntity(String.class)));
            }
            return request.stream() ? streamed(response, shown) : whole(response);
        } catch (JsonProcessingException e) {
            throw new GatewayException(GatewayFailure.garbage(), e);
        } catch (IOException | UncheckedIOException | ProcessingException e) {
            throw new GatewayException(GatewayFailure.cut(), e);
        }
    }

    private Response open(ModelRequest request, Caller caller) throws GatewayException {
        var client = request.stream() ? streaming : whole;
        try {
            return client.complete(
                    "Bearer " + token.get(),
                    caller.onBehalfOf(),
                    caller.call().session().value(),
                    caller.call().value(),
                    RequestBody.of(request));
        } catch (ProcessingException e) {
            throw new GatewayException(
                    wasReached(e) ? GatewayFailure.cut() : GatewayFailure.unreachable(), e);
        }
    }

    /// Whether the request may have gone out. Only without a connection it certainly has not.
    private static boolean wasReached(ProcessingException failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .noneMatch(
                        cause ->
                                cause instanceof ConnectException
                                        || cause instanceof UnknownHostException);
    }

    private static Answer streamed(Response response, Consumer<String> shown)
            throws IOException, GatewayException {
        var assembly = new AnswerAssembly();
        var events = new ServerSentEvents(response.readEntity(InputStream.class));
        while (!assembly.isFull()) {
            String data =
                    events.next().orElseThrow(() -> new GatewayException(GatewayFailure.cut()));
            if (data.equals(DONE)) {
                break;
            }
            JsonNode event = Json.mapper().readTree(data);
            var failure = ErrorBody.in(event);
            if (failure.isPresent()) {
                throw new GatewayException(failure.get());
            }
            String text = assembly.take(event);
            if (!text.isEmpty()) {
                shown.accept(text);
            }
        }
        return assembly.answer();
    }

    private static Answer whole(Response response) throws IOException, GatewayException {
        JsonNode body = Json.mapper().readTree(response.readEntity(InputStream.class));
        var failure = ErrorBody.in(body);
        if (failure.isPresent()) {
            throw new GatewayException(failure.get());
        }
        if (!body.path("choices").path(0).path("message").isObject()) {
            throw new GatewayException(GatewayFailure.garbage());
        }
        var assembly = new AnswerAssembly();
        assembly.take(body);
        return assembly.answer();
    }
}
