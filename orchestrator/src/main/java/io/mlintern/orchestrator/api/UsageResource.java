package io.mlintern.orchestrator.api;

import io.mlintern.orchestrator.catalog.UsageRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/usage`: what the caller's model calls used, of all sessions or of one.
@ApplicationScoped
@Path("/usage")
@Server(url = "/api")
@Tag(name = "usage")
public class UsageResource {
    private final UsageRepository usage;
    private final SessionAccess access;

    @Inject
    UsageResource(UsageRepository usage, SessionAccess access) {
        this.usage = usage;
        this.access = access;
    }

    @GET
    @Operation(summary = "What model calls used, in all and by model")
    public Response usage(
            @QueryParam("session_id") Optional<String> session,
            @Context SecurityContext security,
            @Context HttpHeaders headers) {
        var caller = SessionAccess.caller(security, headers);
        var models =
                session.map(id -> usage.ofSession(access.own(caller, id).id()))
                        .orElseGet(() -> usage.ofUser(caller.tenant(), caller.user()));
        return Answers.json(200, UsageView.of(models)).build();
    }
}
