package io.mlintern.gateway.api;

import io.mlintern.gateway.chat.FailureCode;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.credentials.Credentials;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// `PUT /internal/llm-gateway/credentials`: another service hands over a user's keys. They are never given back.
@ApplicationScoped
@Path("/credentials")
public class CredentialsResource {
    private static final int LARGEST_BODY = 1 << 20;

    private final Credentials credentials;

    @Inject
    public CredentialsResource(Credentials credentials) {
        this.credentials = credentials;
    }

    @PUT
    @Operation(hidden = true)
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(CallerIdentity.SERVICE_GROUP)
    public Response put(
            @Context SecurityContext security, @Context HttpHeaders headers, InputStream body) {
        try {
            byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
            if (bytes.length > LARGEST_BODY)
                return Errors.response(FailureCode.REQUEST_TOO_LARGE, "Too many credentials.");
            credentials.put(CallerIdentity.of(security, headers), RequestReader.credentials(bytes));
            return Response.noContent().build();
        } catch (ModelCallException e) {
            return Errors.response(e.failure());
        } catch (IOException e) {
            return Errors.response(
                    FailureCode.INVALID_REQUEST, "The request broke off before its end.");
        }
    }
}
