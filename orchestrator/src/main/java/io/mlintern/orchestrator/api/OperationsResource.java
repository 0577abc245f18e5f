package io.mlintern.orchestrator.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/sessions/{id}/operations`: what clients ask of a session.
@ApplicationScoped
@Path("/sessions/{id}/operations")
@Server(url = "/api")
@Tag(name = "operations")
public class OperationsResource {
    private final Operations operations;
    private final SessionAccess access;

    @Inject
    OperationsResource(Operations operations, SessionAccess access) {
        this.operations = operations;
        this.access = access;
    }

    @POST
    @Operation(
            summary = "Submits an operation: {op_type, data}",
            description = "An Idempotency-Key makes repeating safe for 24 hours.")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; events_after is the cursor to follow from")
    @APIResponse(responseCode = "404", description = "Unknown session, or somebody else's")
    @APIResponse(responseCode = "413", description = "Above 2 MiB")
    @APIResponse(responseCode = "422", description = "Unknown op_type or wrong data")
    @APIResponse(responseCode = "503", description = "Kafka or PostgreSQL is away; try again")
    public Response submit(
            @PathParam("id") String id,
            @HeaderParam("Idempotency-Key") Optional<String> key,
            InputStream body,
            @Context SecurityContext security,
            @Context HttpHeaders headers) {
        byte[] bytes = JsonBody.bytes(body);
        var caller = SessionAccess.caller(security, headers);
        var row = access.own(caller, id);
        var operation = OperationRequest.read(JsonBody.read(bytes));
        var receipt = operations.submit(caller, row.id(), operation, key, bytes);
        return Answers.json(202, receipt).build();
    }
}
