package io.mlintern.orchestrator.api;

import io.mlintern.orchestrator.api.stream.Cursor;
import io.mlintern.orchestrator.api.stream.EventStreams;
import io.mlintern.orchestrator.catalog.SessionRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/sessions/{id}/events`: the session's events as they come. A reader has a virtual thread, and waits on it.
@ApplicationScoped
@Path("/sessions/{id}/events")
@Server(url = "/api")
@Tag(name = "events")
public class EventsResource {
    private static final String NOW = "now";

    private final EventStreams streams;
    private final SessionAccess access;

    @Inject
    EventsResource(EventStreams streams, SessionAccess access) {
        this.streams = streams;
        this.access = access;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Streams the session's events",
            description =
                    "Without a cursor from the first event on; Last-Event-ID or after resume exactly"
                            + " behind that event; after=now gives only what comes.")
    @APIResponse(responseCode = "200", description = "A stream that stays open")
    @APIResponse(responseCode = "400", description = "The cursor is none of this session's")
    public Response events(
            @PathParam("id") String id,
            @QueryParam("after") String after,
            @HeaderParam("Last-Event-ID") Optional<String> lastEventId,
            @Context SecurityContext security,
            @Context HttpHeaders headers) {
        SessionRow row = access.own(SessionAccess.caller(security, headers), id);
        Cursor from =
                cursor(
                        row,
                        lastEventId
                                .filter(text -> !text.isEmpty())
                                .or(() -> Optional.ofNullable(after)));
        StreamingOutput stream = out -> streams.write(row.id(), from, out);
        return Response.ok(stream, MediaType.SERVER_SENT_EVENTS_TYPE)
                .header("Cache-Control", "no-cache")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private Cursor cursor(SessionRow row, Optional<String> text) {
        if (text.isEmpty()) {
            return Cursor.before(row.firstOffset());
        }
        if (text.get().equals(NOW)) {
            return streams.now(row.id());
        }
        return Cursor.read(row.id(), text.get())
                .orElseThrow(
                        () ->
                                Refusal.of(
                                        400,
                                        "bad_cursor",
                                        "this is no cursor of this session's events: use the id of"
                                                + " an event, now, or none"));
    }
}
