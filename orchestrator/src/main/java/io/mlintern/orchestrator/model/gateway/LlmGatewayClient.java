package io.mlintern.orchestrator.model.gateway;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// llm-gateway's chat completions. The answer is a stream of events or one object, as the request asks.
@Path("/v1/chat/completions")
public interface LlmGatewayClient {
    String ON_BEHALF_OF = "mlintern-on-behalf-of";
    String SESSION = "mlintern-session";
    String CALL = "mlintern-call";

    /// The caller closes the response, and may read it while it comes in.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    Response complete(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(ON_BEHALF_OF) String onBehalfOf,
            @HeaderParam(SESSION) String session,
            @HeaderParam(CALL) String call,
            byte[] request);
}
