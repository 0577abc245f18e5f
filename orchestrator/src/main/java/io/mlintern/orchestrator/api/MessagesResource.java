package io.mlintern.orchestrator.api;

import io.mlintern.orchestrator.catalog.MessageRepository;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/sessions/{id}/messages`: the transcript.
@ApplicationScoped
@Path("/sessions/{id}/messages")
@Server(url = "/api")
@Tag(name = "messages")
public class MessagesResource {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(40);

    private final MessageRepository messages;
    private final SessionAccess access;

    @Inject
    MessagesResource(MessageRepository messages, SessionAccess access) {
        this.messages = messages;
        this.access = access;
    }

    @GET
    @Operation(
            summary = "The whole transcript",
            description = "waitFor waits up to 5 s until it shows what that operation did.")
    public Response messages(
            @PathParam("id") String id,
            @QueryParam("waitFor") Optional<String> waitFor,
            @Context SecurityContext security,
            @Context HttpHeaders headers)
            throws InterruptedException {
        var row = access.own(SessionAccess.caller(security, headers), id);
        if (waitFor.isPresent()) {
            await(row.id(), operation(waitFor.get()));
        }
        String list = String.join(",", messages.transcript(row.id()));
        return Response.ok("{\"messages\":[" + list + "]}", MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static OperationId operation(String text) {
        try {
            return new OperationId(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.malformed("waitFor: " + e.getMessage());
        }
    }

    private void await(SessionId session, OperationId operation) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!messages.shows(session, operation) && System.nanoTime() < until) {
            Thread.sleep(LOOK);
        }
    }
}
