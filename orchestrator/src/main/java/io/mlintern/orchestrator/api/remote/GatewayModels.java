package io.mlintern.orchestrator.api.remote;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/// llm-gateway's list of models, as the bearer of a token may use them.
@Path("/v1/models")
public interface GatewayModels extends AutoCloseable {
    /// The caller closes the response.
    @GET
    Response models(@HeaderParam("Authorization") String authorization);

    @Override
    void close();
}
