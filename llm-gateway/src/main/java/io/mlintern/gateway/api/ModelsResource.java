package io.mlintern.gateway.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.gateway.chat.FailureCode;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.credentials.Credentials;
import io.mlintern.gateway.models.ModelList;
import io.mlintern.gateway.models.ModelSummary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.servers.Server;

/// `GET /v1/models`: what the caller can reach with the keys and servers that are there now.
@ApplicationScoped
@Server(url = "/v1")
@Path("/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Credentials credentials;
    private final ModelList models;

    @Inject
    public ModelsResource(Credentials credentials, ModelList models) {
        this.credentials = credentials;
        this.models = models;
    }

    @GET
    public Response list(@Context SecurityContext security, @Context HttpHeaders headers) {
        try {
            ObjectNode root = JSON.createObjectNode().put("object", "list");
            var data = root.putArray("data");
            for (ModelSummary model : reachable(security, headers)) data.add(json(model));
            return Response.ok(AnswerWriter.text(root)).build();
        } catch (ModelCallException e) {
            return Errors.response(e.failure());
        }
    }

    @GET
    @Path("/{id: .+}")
    public Response one(
            @Context SecurityContext security,
            @Context HttpHeaders headers,
            @PathParam("id") String id) {
        try {
            return reachable(security, headers).stream()
                    .filter(model -> model.id().value().equals(id))
                    .findFirst()
                    .map(model -> Response.ok(AnswerWriter.text(json(model))).build())
                    .orElseGet(
                            () ->
                                    Errors.response(
                                            FailureCode.MODEL_NOT_FOUND,
                                            "The model '" + id + "' cannot be reached."));
        } catch (ModelCallException e) {
            return Errors.response(e.failure());
        }
    }

    private List<ModelSummary> reachable(SecurityContext security, HttpHeaders headers)
            throws ModelCallException {
        var caller = CallerIdentity.of(security, headers);
        return models.reachable(credentials.settings(caller));
    }

    private static ObjectNode json(ModelSummary model) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("id", model.id().value())
                        .put("object", "model")
                        .put("created", model.created())
                        .put("owned_by", model.owner());
        model.contextWindow().ifPresent(window -> node.put("context_window", window));
        return node;
    }
}
