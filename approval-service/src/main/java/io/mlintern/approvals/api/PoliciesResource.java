package io.mlintern.approvals.api;

import io.mlintern.approvals.policies.PolicyRepository;
import io.mlintern.approvals.policies.StoredPolicy;
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

/// The policy in force.
@Server(url = "/api/policies")
@Path("/")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "policies")
public class PoliciesResource {
    private final PolicyRepository policies;

    @Inject
    public PoliciesResource(PolicyRepository policies) {
        this.policies = policies;
    }

    /// @param version the SHA-256 of the source
    public record PolicyView(String policyId, String version, boolean inForce, String source) {}

    public record PolicyList(List<PolicyView> policies) {}

    @GET
    @Operation(operationId = "listPolicies", summary = "The policy in force, with its source")
    public PolicyList list() {
        return new PolicyList(policies.inForce().map(PoliciesResource::view).stream().toList());
    }

    private static PolicyView view(StoredPolicy policy) {
        return new PolicyView(policy.policyId(), policy.version(), true, policy.source());
    }
}
