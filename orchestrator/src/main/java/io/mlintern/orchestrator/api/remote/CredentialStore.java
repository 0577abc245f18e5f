package io.mlintern.orchestrator.api.remote;

import io.mlintern.kit.identity.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// A service that keeps credentials of users. Its whole address is configured: each service has a path of its own.
public interface CredentialStore extends AutoCloseable {
    /// The caller closes the response.
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    Response put(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(Caller.ON_BEHALF_OF) String onBehalfOf,
            String values);

    @Override
    void close();
}
