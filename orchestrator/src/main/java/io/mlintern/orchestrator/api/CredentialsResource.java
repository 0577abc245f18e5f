package io.mlintern.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.mlintern.kit.identity.Caller;
import io.mlintern.orchestrator.api.remote.CredentialStore;
import io.mlintern.orchestrator.api.remote.Services;
import io.mlintern.protocol.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/credentials`: hands a user's keys to the services that use them. They are kept there, encrypted, and nowhere here.
@ApplicationScoped
@Path("/credentials")
@Server(url = "/api")
@Tag(name = "credentials")
public class CredentialsResource {
    private final Services services;
    private final boolean local;

    @Inject
    CredentialsResource(
            Services services,
            @ConfigProperty(name = "mlintern.local", defaultValue = "false") boolean local) {
        this.services = services;
        this.local = local;
    }

    @PUT
    @Operation(summary = "Stores keys of the caller: {NAME: value}; they are never given back")
    @APIResponse(responseCode = "204", description = "All services that use them have them")
    @APIResponse(responseCode = "422", description = "A name that is none of ours")
    public void put(
            InputStream body,
            @Context SecurityContext security,
            @Context HttpHeaders headers,
            @Context ServerRequest request) {
        Actor caller = SessionAccess.caller(security, headers);
        ObjectNode values = JsonBody.read(JsonBody.bytes(body));
        CredentialNames.check(values, local && Peer.isLoopback(request));
        for (CredentialStore store : services.credentialStores()) {
            try (store) {
                put(store, caller, values.toString());
            }
        }
    }

    private void put(CredentialStore store, Actor caller, String values) {
        try (Response answer =
                store.put(services.authorization(), Caller.onBehalfOf(caller), values)) {
            if (answer.getStatus() / 100 != 2) {
                throw Refusal.of(
                        503, "not_stored", "a service did not take the credentials: try again");
            }
        } catch (ProcessingException e) {
            throw Refusal.unavailable(e);
        }
    }
}
