package io.mlintern.approvals.api;

import io.mlintern.approvals.keys.GrantKeys;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.PolicyRecord;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The keys that verify grants.
@Server(url = "/.well-known")
@Path("/jwks.json")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "keys")
public class JwksResource {
    private final GrantKeys keys;

    @Inject
    public JwksResource(GrantKeys keys) {
        this.keys = keys;
    }

    /// A JWK set (RFC 7517).
    public record Jwks(List<JsonObject> keys) {}

    @GET
    @PermitAll
    @Operation(operationId = "grantKeys", summary = "The public keys that verify grants, as JWKS")
    public Jwks jwks() {
        return new Jwks(keys.verifying().stream().map(PolicyRecord.GrantKey::jwk).toList());
    }
}
