package io.mlintern.gateway.api;

import io.mlintern.gateway.GatewayConfig;
import io.mlintern.gateway.ModelCalls;
import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.ChatRequest;
import io.mlintern.gateway.chat.CompletionCollector;
import io.mlintern.gateway.chat.FailureCode;
import io.mlintern.gateway.chat.ModelCall;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.ModelFailure;
import io.mlintern.gateway.chat.ModelStream;
import io.mlintern.gateway.credentials.Credentials;
import io.mlintern.gateway.routing.ModelRouter;
import io.mlintern.gateway.routing.ProviderSettings;
import io.mlintern.gateway.routing.Route;
import io.mlintern.gateway.usage.Account;
import io.mlintern.protocol.SessionId;
import io.mlintern.kit.http.MaxBody;
import io.mlintern.kit.secrets.SecretMask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.servers.Server;

/// `POST /v1/chat/completions`, as OpenAI has it.
@ApplicationScoped
@Server(url = "/v1")
@Path("/chat/completions")
public class ChatResource {
    private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

    private final GatewayConfig config;
    private final Credentials credentials;
    private final ModelCalls calls;
    private final CallLogs logs;

    @Inject
    public ChatResource(
            GatewayConfig config, Credentials credentials, ModelCalls calls, CallLogs logs) {
        this.config = config;
        this.credentials = credentials;
        this.calls = calls;
        this.logs = logs;
    }

    // A conversation may be long; its bound is a setting.
    @MaxBody(Integer.MAX_VALUE)
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    public Response complete(
            @Context SecurityContext security, @Context HttpHeaders headers, InputStream body) {
        try {
            Account account = CallerIdentity.account(security, headers);
            ChatRequest request = RequestReader.read(bounded(body));
            ProviderSettings settings = credentials.settings(account.actor());
            Route route = ModelRouter.route(request.model(), settings);
            String id = UUID.randomUUID().toString().replace("-", "");
            var log = logs.begin(new CallLog.Subject(id, account, request.model(), label(route)));
            var session = account.session().map(SessionId::value);
            var call = new ModelCall(request, id, session);
            return answer(call, route, SecretMask.ofModelText(settings.secrets()), log);
        } catch (ModelCallException e) {
            return Errors.response(e.failure());
        }
    }

    private Response answer(ModelCall call, Route route, SecretMask mask, CallLog log) {
        try {
            return answer(call, calls.open(call, route, mask), log);
        } catch (ModelCallException e) {
            log.refused(e.failure());
            return Errors.response(e.failure());
        }
    }

    private Response answer(ModelCall call, ModelStream stream, CallLog log) {
        boolean handedOn = false;
        try {
            var writer = writer(call);
            if (!call.request().stream()) return whole(stream, writer, log);
            ChatEvent first = stream.next(config.patience());
            var streamed = new SseAnswer(stream, first, writer, config.keepAlive(), log);
            handedOn = true;
            return Response.ok(streamed)
                    .header(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
                    .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .build();
        } catch (ModelCallException e) {
            log.failed(e.failure(), stream.used());
            return Errors.response(e.failure());
        } catch (RuntimeException e) {
            log.failed(ModelFailure.of(FailureCode.INTERNAL, ""), stream.used());
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.abandoned(stream.used());
            return Errors.response(FailureCode.UNAVAILABLE, "The gateway is shutting down.");
        } finally {
            if (!handedOn) stream.close();
        }
    }

    private Response whole(ModelStream stream, AnswerWriter writer, CallLog log)
            throws ModelCallException, InterruptedException {
        var collector = new CompletionCollector();
        ChatEvent event = stream.next(config.keepAlive());
        while (!(event instanceof ChatEvent.Ended)) {
            log.saw(event);
            collector.add(event);
            event = stream.next(config.keepAlive());
        }
        String json = writer.whole(collector.completion());
        log.answered(stream.used());
        return Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static AnswerWriter writer(ModelCall call) {
        var request = call.request();
        return new AnswerWriter(
                "chatcmpl-" + call.answerId(),
                request.model(),
                Instant.now(),
                request.includeUsage());
    }

    private byte[] bounded(InputStream body) throws ModelCallException {
        try {
            byte[] bytes = body.readNBytes(config.maxRequestBytes() + 1);
            if (bytes.length <= config.maxRequestBytes()) return bytes;
        } catch (IOException e) {
            throw new ModelCallException(
                    FailureCode.INVALID_REQUEST, "The request broke off before its end.");
        }
        throw new ModelCallException(
                FailureCode.REQUEST_TOO_LARGE,
                "The request is larger than " + config.maxRequestBytes() + " bytes.");
    }

    private static String label(Route route) {
        return switch (route) {
            case Route.OpenAiCompatible compatible -> compatible.provider().label();
            case Route.AnthropicMessages _ -> "anthropic";
            case Route.Scripted _ -> "scripted";
        };
    }
}
