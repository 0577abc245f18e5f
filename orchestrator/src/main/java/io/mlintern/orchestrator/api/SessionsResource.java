package io.mlintern.orchestrator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.mlintern.orchestrator.catalog.SessionRepository;
import io.mlintern.orchestrator.catalog.SessionRow;
import io.mlintern.orchestrator.catalog.UsageRepository;
import io.mlintern.protocol.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/sessions`: open, list, look at, forget.
@ApplicationScoped
@Path("/sessions")
@Server(url = "/api")
@Tag(name = "sessions")
public class SessionsResource {
    private static final int MOST_IN_A_LIST = 200;

    private final Sessions sessions;
    private final SessionRepository repository;
    private final UsageRepository usage;
    private final SessionAccess access;

    @Inject
    SessionsResource(
            Sessions sessions,
            SessionRepository repository,
            UsageRepository usage,
            SessionAccess access) {
        this.sessions = sessions;
        this.repository = repository;
        this.usage = usage;
        this.access = access;
    }

    @POST
    @Operation(summary = "Opens a session")
    @APIResponse(responseCode = "201", description = "The session; Location names it")
    @APIResponse(
            responseCode = "422",
            description = "The model id can be routed nowhere, or a member is wrong")
    public Response open(
            InputStream body,
            @Context SecurityContext security,
            @Context HttpHeaders headers,
            @Context ServerRequest request) {
        byte[] bytes = JsonBody.bytes(body);
        ObjectNode settings =
                bytes.length == 0 ? Json.mapper().createObjectNode() : JsonBody.read(bytes);
        SessionRow row =
                sessions.open(
                        SessionAccess.caller(security, headers),
                        settings,
                        Peer.isLoopback(request));
        return Answers.json(201, SessionView.of(row))
                .location(URI.create("/api/sessions/" + row.id()))
                .build();
    }

    @GET
    @Operation(summary = "Lists the caller's sessions, newest first")
    public Response list(
            @QueryParam("limit") @DefaultValue("50") String limit,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("q") @DefaultValue("") String words,
            @Context SecurityContext security,
            @Context HttpHeaders headers) {
        var caller = SessionAccess.caller(security, headers);
        int most = limit(limit);
        List<SessionRow> rows =
                repository.newest(
                        caller.tenant(),
                        caller.user(),
                        words,
                        cursor.map(ListPlace::read),
                        most + 1);
        var shown = rows.subList(0, Math.min(most, rows.size()));
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.set("sessions", tree(shown.stream().map(SessionView::of).toList()));
        answer.put("next", rows.size() > most ? ListPlace.behind(shown.getLast()) : null);
        return Answers.json(200, answer).build();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A session's state, model, title and usage")
    @APIResponse(responseCode = "404", description = "Unknown, or somebody else's")
    public Response get(
            @PathParam("id") String id,
            @Context SecurityContext security,
            @Context HttpHeaders headers) {
        SessionRow row = access.own(SessionAccess.caller(security, headers), id);
        ObjectNode answer = (ObjectNode) tree(SessionView.of(row));
        answer.set("usage", UsageView.of(usage.ofSession(row.id())));
        return Answers.json(200, answer).build();
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Stops what runs and forgets the session")
    @APIResponse(responseCode = "204", description = "Forgotten")
    public void delete(
            @PathParam("id") String id,
            @Context SecurityContext security,
            @Context HttpHeaders headers) {
        var caller = SessionAccess.caller(security, headers);
        sessions.forget(caller, access.own(caller, id));
    }

    private static JsonNode tree(Object value) {
        return Json.mapper().valueToTree(value);
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_IN_A_LIST) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // refused below like any other text that is no limit
        }
        throw Refusal.malformed("limit must be a number from 1 to " + MOST_IN_A_LIST);
    }
}
