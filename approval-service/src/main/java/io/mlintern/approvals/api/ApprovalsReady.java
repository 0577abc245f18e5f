package io.mlintern.approvals.api;

import io.mlintern.approvals.ApprovalBeans;
import io.mlintern.approvals.policies.StoredPolicy;
import io.mlintern.approvals.publication.Publisher;
import io.mlintern.kit.ForService;
import io.mlintern.kit.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when the database answers and the policy in force is on its topic.
@Readiness
@ApplicationScoped
public class ApprovalsReady implements HealthCheck {
    private final Database database;
    private final Publisher publisher;

    @Inject
    public ApprovalsReady(
            @ForService(ApprovalBeans.SERVICE) Database database, Publisher publisher) {
        this.database = database;
        this.publisher = publisher;
    }

    @Override
    public HealthCheckResponse call() {
        boolean reachable = database.isReachable();
        String policy = publisher.published().map(StoredPolicy::policyId).orElse("none yet");
        return HealthCheckResponse.named(ApprovalBeans.SERVICE)
                .status(reachable && publisher.published().isPresent())
                .withData("database", reachable)
                .withData("policy", policy)
                .build();
    }
}
