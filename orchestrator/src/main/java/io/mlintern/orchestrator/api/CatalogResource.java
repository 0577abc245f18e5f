package io.mlintern.orchestrator.api;

import io.mlintern.kit.kafka.CompactedTable;
import io.mlintern.orchestrator.api.remote.Services;
import io.mlintern.protocol.ToolDescriptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/models` and `/api/tools`: what a session can be opened and work with.
@ApplicationScoped
@Path("/")
@Server(url = "/api")
@Tag(name = "catalog")
public class CatalogResource {
    private final Services services;
    private final CompactedTable<ToolDescriptor> tools;

    @Inject
    CatalogResource(Services services, CompactedTable<ToolDescriptor> tools) {
        this.services = services;
        this.tools = tools;
    }

    @GET
    @Path("/models")
    @Operation(summary = "The models that the caller can use, as llm-gateway lists them")
    public Response models(@HeaderParam("Authorization") String authorization) {
        try (var gateway = services.gatewayModels();
                Response answer = gateway.models(authorization)) {
            return Response.status(answer.getStatus())
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(answer.readEntity(byte[].class))
                    .build();
        } catch (ProcessingException e) {
            throw Refusal.unavailable(e);
        }
    }

    @GET
    @Path("/tools")
    @Operation(summary = "The tools that are offered to the model, in their order")
    public Response tools() {
        List<ToolDescriptor> rows =
                tools.rows().stream()
                        .sorted(Comparator.comparingInt(ToolDescriptor::position))
                        .toList();
        return Answers.json(200, Map.of("tools", rows)).build();
    }
}
