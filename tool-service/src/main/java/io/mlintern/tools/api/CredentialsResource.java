package io.mlintern.tools.api;

import io.mlintern.kit.ForService;
import io.mlintern.kit.identity.Caller;
import io.mlintern.kit.identity.TokenIssuer;
import io.mlintern.kit.secrets.CredentialRepository;
import io.mlintern.tools.ToolServiceBeans;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;

/// `PUT /internal/tool-service/credentials`: another service hands over a user's credentials. They
/// are never given back.
@ApplicationScoped
@Path("/credentials")
public class CredentialsResource {
    private final CredentialRepository credentials;

    @Inject
    public CredentialsResource(
            @ForService(ToolServiceBeans.SERVICE) CredentialRepository credentials) {
        this.credentials = credentials;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(TokenIssuer.SERVICE_GROUP)
    public void put(
            @Context SecurityContext security,
            @Context HttpHeaders headers,
            Map<String, String> values) {
        credentials.put(Caller.of(security, headers).actor(), values);
    }
}
