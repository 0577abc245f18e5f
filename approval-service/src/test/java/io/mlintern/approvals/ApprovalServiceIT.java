package io.mlintern.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import io.mlintern.approvals.keys.GrantKeys;
import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.http.HttpApplication;
import io.mlintern.kit.testing.AskedSettings;
import io.mlintern.kit.testing.TestPostgres;
import io.mlintern.policy.Admission;
import io.mlintern.policy.CallFacts;
import io.mlintern.policy.Decision;
import io.mlintern.policy.Policies;
import io.mlintern.policy.SessionFacts;
import io.mlintern.policy.ShippedPolicies;
import io.mlintern.policy.Verdict;
import io.mlintern.policy.grant.Grant;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.PolicyRecord;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.ToolDescriptor.Effect;
import io.mlintern.protocol.ToolName;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ApprovalServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final CallId CALL =
            CallId.ofTool(new SessionId("abcdefghij0123456789"), 1, 1, 0);
    private static final CallFacts JOB =
            new CallFacts(
                    new ToolName("hf_jobs"),
                    JsonObject.of(Map.of("operation", "run")),
                    Effect.SPEND,
                    Optional.empty(),
                    SessionFacts.of("ada", true));

    private String prefix;
    private DatabaseConfig database;

    /// Stands for the orchestrator, which has `/api` where all services share a container.
    @ApplicationPath("/api")
    @LoginConfig(authMethod = "MP-JWT")
    @ApplicationScoped
    public static class OtherApplication extends HttpApplication {
        @Override
        protected Set<Class<?>> resources() {
            return Set.of(OtherResource.class);
        }
    }

    @Path("/other")
    @ApplicationScoped
    public static class OtherResource {
        @GET
        @PermitAll
        public String other() {
            return "other";
        }
    }

    @BeforeEach
    void emptyWorld(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        database = TestPostgres.emptySchema("approval_service");
    }

    private RunningService ready(String policy, Class<?>... beans) {
        var service = RunningService.start(prefix, database, policy, beans);
        await().atMost(PATIENCE).until(service::isReady);
        return service;
    }

    @Test
    void thePolicyInForceAndTheGrantKeyArePublishedAndDecide() throws Exception {
        RunningService.createTopics(prefix);
        try (var service = ready("single-user")) {
            Policies policies = Policies.of(RunningService.published(prefix));

            Decision decision = policies.decide(JOB);
            assertThat(decision.verdict()).isInstanceOf(Verdict.Ask.class);
            var now = Instant.now();
            String grant =
                    service.bean(GrantKeys.class)
                            .signer()
                            .orElseThrow()
                            .sign(
                                    Grant.of(
                                            CALL,
                                            JOB.tool(),
                                            JOB.arguments(),
                                            now.plusSeconds(60),
                                            decision.policyVersion()));
            assertThat(policies.admit(CALL, JOB, Optional.of(grant), now))
                    .isEqualTo(new Admission.Admitted(decision));
        }
    }

    @Test
    void thePolicyNeedsATokenAndTheKeysDoNot() throws Exception {
        RunningService.createTopics(prefix);
        try (var service = ready("single-user")) {
            assertThat(service.get("/api/policies").statusCode()).isEqualTo(401);
            assertThat(service.get("/api/policies").headers().firstValue("content-type"))
                    .contains("application/problem+json");
            assertThat(service.getAs("ada", "/api/policies/none").statusCode()).isEqualTo(404);
            var answer = service.getAs("ada", "/api/policies");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(RunningService.json(answer).get("policies"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Object.class))
                    .singleElement()
                    .isEqualTo(
                            Map.of(
                                    "policy_id",
                                    "single-user",
                                    "version",
                                    Policies.of(RunningService.published(prefix))
                                            .version()
                                            .orElseThrow(),
                                    "in_force",
                                    true,
                                    "source",
                                    ShippedPolicies.source("single-user").orElseThrow()));

            var keys = JWKSet.parse(service.get("/.well-known/jwks.json").body());
            assertThat(keys.getKeys())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            OctetKeyPair.class, key -> assertThat(key.isPrivate()).isFalse());
            assertThat(service.get("/metrics").body())
                    .contains("mlintern_policy_publications_total");
            assertThat(service.get("/openapi").body())
                    .contains("listPolicies", "\n  /api/policies:")
                    .contains("grantKeys", "\n  /.well-known/jwks.json:");
            assertThat(AskedSettings.unlisted()).isEmpty();
            assertThat(AskedSettings.unread(ApprovalConfig.PREFIX)).isEmpty();
        }
    }

    @Test
    void anotherServiceMayHaveTheApiAboveIt() throws Exception {
        RunningService.createTopics(prefix);
        try (var service = ready("single-user", OtherApplication.class, OtherResource.class)) {
            assertThat(service.get("/api/other").body()).isEqualTo("other");
            assertThat(service.getAs("ada", "/api/policies").statusCode()).isEqualTo(200);
            assertThat(service.get("/api/policies").statusCode()).isEqualTo(401);
            assertThat(service.get("/.well-known/jwks.json").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aRestartKeepsTheKeyAndRetiresAPolicyThatIsNoLongerNamed(@TempDir java.nio.file.Path folder)
            throws Exception {
        RunningService.createTopics(prefix);
        ready("single-user").close();
        var before = RunningService.published(prefix);
        var file = folder.resolve("strict.yaml");
        Files.writeString(
                file,
                """
                policy: strict
                language: 1
                rules:
                  - name: nothing
                    when: 'true'
                    verdict: deny
                    reason: Nothing runs here.
                """);

        ready(file.toString()).close();

        var after = RunningService.published(prefix);
        assertThat(inForce(after)).containsExactlyInAnyOrder("strict=true", "single-user=false");
        assertThat(keys(after)).hasSize(1).isEqualTo(keys(before));
        assertThat(Policies.of(after).decide(JOB).verdict())
                .isEqualTo(new Verdict.Deny("nothing", "Nothing runs here."));

        ready("single-user").close();

        assertThat(inForce(RunningService.published(prefix)))
                .containsExactlyInAnyOrder("strict=false", "single-user=true");
    }

    @Test
    void itIsReadyOnlyWhenThePolicyIsOnItsTopic() throws Exception {
        try (var service = RunningService.start(prefix, database, "single-user")) {
            assertThat(service.isReady()).isFalse();
            assertThat(service.get("/health/live").statusCode()).isEqualTo(200);

            RunningService.createTopics(prefix);

            await().atMost(PATIENCE).until(service::isReady);
        }
    }

    private static List<String> inForce(List<PolicyRecord> records) {
        return records.stream()
                .flatMap(
                        record ->
                                switch (record) {
                                    case PolicyRecord.Policy policy ->
                                            java.util.stream.Stream.of(
                                                    policy.policyId() + "=" + policy.inForce());
                                    case PolicyRecord.GrantKey _ ->
                                            java.util.stream.Stream.<String>empty();
                                })
                .toList();
    }

    private static List<PolicyRecord> keys(List<PolicyRecord> records) {
        return records.stream().filter(record -> record.key().startsWith("grant-key:")).toList();
    }
}
