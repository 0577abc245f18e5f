package io.mlintern.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.system.ProductServer.Form;
import io.mlintern.system.crash.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two of the reviewers decide about each command, and nobody decides about their own.
class ApprovalsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COMMAND = "echo ran >> done.txt";
    private static final String POLICY =
            """
            policy: reviewed
            language: 1
            rules:
              - name: commands
                when: tool == 'bash'
                verdict: ask
                reason: Commands are reviewed here.
                approvers:
                  - needed: 2
                    from: ['group:reviewers']
                    except: [requester]
                expires: PT1H
              - name: the-rest
                when: 'true'
                verdict: allow
                reason: Nothing else is reviewed.
            """;

    private static ProductServer server;
    private static Path policy;

    @BeforeAll
    static void start() throws IOException {
        policy = Folders.fresh("policy").resolve("reviewed.yaml");
        Files.writeString(policy, POLICY);
        server =
                ProductServer.start(
                        Form.COMBINED, Map.of("MLINTERN_APPROVAL_POLICY", policy.toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
        Folders.delete(policy.getParent());
    }

    @Test
    void aCommandRunsOnceTwoReviewersHaveApprovedItAndTheServerHasDiedBetweenThem() {
        try (var asking = Asking.begin()) {
            assertThat(asking.workspace().resolve("done.txt")).doesNotExist();
            String request = asking.request();
            assertThat(asking.vote(asking.ada(), request, "approve")).isEqualTo(403);
            assertThat(asking.vote(Api.of(server, "mallory"), request, "approve")).isEqualTo(404);
            assertThat(asking.vote(reviewer("bob"), request, "approve")).isEqualTo(200);
            assertThat(asking.vote(reviewer("bob"), request, "approve")).isEqualTo(200);
            assertThat(asking.vote(reviewer("bob"), request, "reject")).isEqualTo(409);

            Victim.LOCAL.kill(server);
            server.startAgain();

            assertThat(asking.workspace().resolve("done.txt")).doesNotExist();
            assertThat(asking.vote(reviewer("carol"), request, "approve")).isEqualTo(200);
            assertThat(asking.end()).isEqualTo("turn_complete");
            assertThat(asking.workspace().resolve("done.txt")).hasContent("ran");
            assertThat(asking.vote(reviewer("dan"), request, "approve")).isEqualTo(409);
        }
    }

    @Test
    void aRejectionReachesTheModelWithItsReason() {
        try (var asking = Asking.begin()) {
            var answer =
                    asking.reviewed(
                            reviewer("bob"),
                            asking.request(),
                            Map.of("vote", "reject", "feedback", "not on a Friday"));
            assertThat(answer).isEqualTo(200);
            assertThat(asking.end()).isEqualTo("turn_complete");
            assertThat(asking.model().requests().getLast().body().toString())
                    .contains("not on a Friday");
            assertThat(asking.workspace().resolve("done.txt")).doesNotExist();
        }
    }

    @Test
    void whoGoesOnTalkingWithdrawsTheRequest() {
        try (var asking = Asking.begin()) {
            String request = asking.request();
            asking.session().ask("never mind");
            assertThat(asking.end()).isEqualTo("turn_complete");
            Awaitility.await("the request is withdrawn")
                    .atMost(PATIENCE)
                    .until(() -> asking.vote(reviewer("bob"), request, "approve") == 409);
            assertThat(asking.workspace().resolve("done.txt")).doesNotExist();
        }
    }

    private static Api reviewer(String name) {
        return Api.of(server, name, "reviewers");
    }

    /// A session whose model has asked for a command, and that waits for people.
    private record Asking(FakeModel model, Path workspace, Session session, String after)
            implements AutoCloseable {
        static Asking begin() {
            FakeModel model =
                    FakeModel.playing(ModelAnswer.bash(COMMAND), ModelAnswer.says("I see."));
            Api ada = Api.of(server, "ada", "reviewers");
            ada.credentials(Map.of("VLLM_BASE_URL", model.url()));
            Path workspace = Folders.fresh("reviewed");
            Session session = ada.open("vllm/x", workspace);
            var asking = new Asking(model, workspace, session, session.ask("run it"));
            asking.until("approval_required");
            return asking;
        }

        Api ada() {
            return Api.of(server, "ada", "reviewers");
        }

        private List<JsonNode> until(String type) {
            try (EventReader reader = follow()) {
                return Session.until(reader, event -> Session.is(event, type));
            }
        }

        private EventReader follow() {
            return new Session(ada(), session.id()).follow(Optional.of(after));
        }

        /// The last event of the last turn.
        String end() {
            return until("turn_complete").getLast().path("event_type").asText();
        }

        /// The open request of this session, as a reviewer finds it.
        String request() {
            return Awaitility.await("a request in the inbox")
                    .atMost(PATIENCE)
                    .until(this::open, Optional::isPresent)
                    .orElseThrow();
        }

        private Optional<String> open() {
            var inbox = Api.read(reviewer("bob").get("/api/approvals?status=open").body());
            return inbox.path("approvals")
                    .valueStream()
                    .filter(it -> it.path("session_id").asText().equals(session.id()))
                    .map(it -> it.path("id").asText())
                    .findFirst();
        }

        int vote(Api voter, String request, String vote) {
            return reviewed(voter, request, Map.of("vote", vote));
        }

        int reviewed(Api voter, String request, Map<String, ?> body) {
            return voter.post("/api/approvals/%s/votes".formatted(request), body).statusCode();
        }

        @Override
        public void close() {
            model.close();
            Folders.delete(workspace);
        }
    }
}
