package io.mlintern.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.kafka.Records;
import io.mlintern.kit.testing.TestPostgres;
import io.mlintern.policy.Admission;
import io.mlintern.policy.CallFacts;
import io.mlintern.policy.Policies;
import io.mlintern.policy.SessionFacts;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.ApprovalOutcome;
import io.mlintern.protocol.ApprovalRequest;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.ToolDescriptor.Effect;
import io.mlintern.protocol.ToolName;
import io.mlintern.protocol.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// Requests come by topic, votes by HTTP, decisions go by topic.
class RequestsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SessionId SESSION = new SessionId("abcdefghij0123456789");
    private static final CallId CALL = CallId.ofTool(SESSION, 1, 1, 0);
    private static final ToolName TOOL = new ToolName("bash");
    private static final JsonObject ARGUMENTS = JsonObject.of(Map.of("command", "ls"));
    private static final Actor ADA = new Actor("local", "ada");
    private static final Set<String> REVIEWERS = Set.of("reviewers");
    private static final String POLICY =
            """
            policy: reviewed
            language: 1
            rules:
              - name: commands
                when: tool == 'bash'
                verdict: ask
                reason: Commands are reviewed.
                approvers:
                  - needed: 2
                    from: ['group:reviewers']
                    except: [requester]
                expires: PT1H
              - name: short
                when: tool == 'short'
                verdict: ask
                reason: Soon over.
                approvers:
                  - needed: 1
                    from: ['group:reviewers']
                expires: PT1S
            """;

    private String prefix;
    private DatabaseConfig database;
    private RunningService service;
    @TempDir private Path folder;

    @BeforeEach
    void start(TestInfo test) throws Exception {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        database = TestPostgres.emptySchema("approval_service");
        Files.writeString(folder.resolve("reviewed.yaml"), POLICY);
        RunningService.createTopics(prefix);
        service = run();
    }

    private RunningService run() {
        var running =
                RunningService.start(prefix, database, folder.resolve("reviewed.yaml").toString());
        await().atMost(PATIENCE).until(running::isReady);
        return running;
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void twoReviewersApproveAndTheGrantIsForExactlyThisCall() throws Exception {
        send(requested(1, "commands", ADA));
        assertThat(vote(ADA, REVIEWERS, "approve").statusCode()).isEqualTo(403);
        assertThat(post(user("bob"), REVIEWERS, "").statusCode()).isEqualTo(400);
        assertThat(post(user("bob"), REVIEWERS, "null").statusCode()).isEqualTo(400);
        assertThat(vote(user("bob"), REVIEWERS, "maybe").statusCode()).isEqualTo(422);
        assertThat(vote(user("mallory"), Set.of(), "approve").statusCode()).isEqualTo(404);
        assertThat(vote(user("bob"), REVIEWERS, "approve").statusCode()).isEqualTo(200);
        assertThat(vote(user("bob"), REVIEWERS, "approve").statusCode()).isEqualTo(200);
        assertThat(vote(user("bob"), REVIEWERS, "reject").statusCode()).isEqualTo(409);
        JsonNode waiting = Json.mapper().readTree(get(user("carol"), "/" + id(1)).body());
        assertThat(waiting.path("status").asText()).isEqualTo("open");
        assertThat(waiting.path("missing").path("needed").asInt()).isEqualTo(1);
        assertThat(vote(user("carol"), REVIEWERS, "approve").statusCode()).isEqualTo(200);

        var decision = (ApprovalOutcome.ApprovalDecision) outcomes(1).getFirst();
        assertThat(decision.approved()).isTrue();
        assertThat(decision.round()).isEqualTo(1);
        assertThat(decision.arguments()).isEqualTo(ARGUMENTS);
        var call =
                new CallFacts(
                        TOOL,
                        ARGUMENTS,
                        Effect.WRITE,
                        Optional.of(BigDecimal.ZERO),
                        SessionFacts.of("ada", true));
        var policies = Policies.of(RunningService.published(prefix));
        assertThat(policies.admit(CALL, call, decision.grant(), Instant.now()))
                .isInstanceOf(Admission.Admitted.class);
        assertThat(vote(user("dan"), REVIEWERS, "approve").statusCode()).isEqualTo(409);
    }

    @Test
    void oneRejectionDecidesAndWhatWasSaidGoesWithIt() throws Exception {
        send(requested(1, "commands", ADA));
        var answer =
                post(user("bob"), REVIEWERS, "{\"vote\":\"reject\",\"feedback\":\"too dear\"}");
        assertThat(answer.statusCode()).isEqualTo(200);

        var decision = (ApprovalOutcome.ApprovalDecision) outcomes(1).getFirst();
        assertThat(decision.approved()).isFalse();
        assertThat(decision.grant()).isEmpty();
        assertThat(decision.feedback()).hasValue("too dear");
    }

    @Test
    void aRequestThatIsSentAgainAsksOnceAndAWithdrawnOneTellsNothing() throws Exception {
        send(requested(1, "commands", ADA));
        send(requested(1, "commands", ADA));
        send(requested(2, "commands", ADA));
        send(new ApprovalRequest.Withdrawn(SESSION, CALL, 1));
        await().atMost(PATIENCE)
                .until(
                        () ->
                                post(user("bob"), REVIEWERS, "{\"vote\":\"reject\"}").statusCode()
                                        == 409);

        JsonNode open = page(user("bob"), "?status=open");
        assertThat(open.path("approvals").valueStream().map(one -> one.path("id").asText()))
                .containsExactly(id(2));
        service.close();
        service = run();
        assertThat(outcomes(0)).isEmpty();
    }

    @Test
    void nobodysAnswerIsANoWhenTheTimeIsOver() throws Exception {
        send(requested(1, "short", ADA));
        var decision = (ApprovalOutcome.ApprovalDecision) outcomes(1).getFirst();
        assertThat(decision.approved()).isFalse();
        assertThat(decision.feedback()).isPresent();
        assertThat(vote(user("bob"), REVIEWERS, "approve").statusCode()).isEqualTo(409);
    }

    @Test
    void aRuleThatNobodyKnowsIsAnsweredAtOnce() throws Exception {
        send(requested(1, "nonsense", ADA));
        assertThat(outcomes(1).getFirst()).isInstanceOf(ApprovalOutcome.Moot.class);
    }

    @Test
    void whatWasDecidedWhileNobodyCouldTellItIsToldOnceByTheNextStart() throws Exception {
        send(requested(1, "commands", ADA));
        await().atMost(PATIENCE).until(() -> get(user("bob"), "/" + id(1)).statusCode() == 200);
        service.close();
        decideBehindItsBack();
        service = run();
        assertThat(outcomes(1)).hasSize(1);
        service.close();
        service = run();
        assertThat(outcomes(1)).hasSize(1);
    }

    @Test
    void whatCannotBeReadIsPutAsideAndTheNextOneIsTaken() throws Exception {
        try (var producer = RunningService.clients(prefix).producer("test")) {
            var _ =
                    producer.send(
                                    new ProducerRecord<>(
                                            prefix + "approval.requests",
                                            SESSION.value(),
                                            new byte[] {1, 2, 3}))
                            .get();
        }
        send(requested(1, "commands", ADA));
        assertThat(vote(user("bob"), REVIEWERS, "approve").statusCode()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> read(prefix + "approval.requests.dlq").size() == 1);
    }

    @Test
    void pagesFollowEachOtherAndForeignTenantsSeeNothing() throws Exception {
        for (int round = 1; round <= 5; round++) send(requested(round, "commands", ADA));
        await().atMost(PATIENCE).until(() -> get(user("bob"), "/" + id(5)).statusCode() == 200);
        List<String> seen = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            JsonNode page = page(user("bob"), "?limit=2&cursor=" + next.get());
            page.path("approvals").forEach(one -> seen.add(one.path("id").asText()));
            next = Optional.ofNullable(page.path("next").textValue());
        }
        assertThat(seen).containsExactly(id(5), id(4), id(3), id(2), id(1));
        var foreign = new Actor("other", "eve");
        assertThat(get(foreign, "/" + id(1)).statusCode()).isEqualTo(404);
        assertThat(page(foreign, "").path("approvals")).isEmpty();
        assertThat(get(user("bob"), "?status=nonsense").statusCode()).isEqualTo(422);
        assertThat(get(user("bob"), "?cursor=%21").statusCode()).isEqualTo(400);
    }

    /// As when it dies between the commit and the record.
    private void decideBehindItsBack() throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            int changed =
                    statement.executeUpdate(
                            "UPDATE approval_service.request SET status = 'rejected', decided_at = now()");
            assertThat(changed).isEqualTo(1);
        }
    }

    private static Actor user(String name) {
        return new Actor("local", name);
    }

    private static String id(int round) {
        return CALL + "." + round;
    }

    private static ApprovalRequest.Requested requested(int round, String rule, Actor by) {
        return new ApprovalRequest.Requested(
                SESSION,
                CALL,
                round,
                1,
                TOOL,
                ARGUMENTS,
                by.user(),
                by.user(),
                version(),
                rule,
                "Commands are reviewed.",
                Optional.empty());
    }

    private static String version() {
        return io.mlintern.policy.grant.Sha256.hex(
                POLICY.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void send(ApprovalRequest request) throws Exception {
        try (var producer = RunningService.clients(prefix).producer("test")) {
            String id = request.callId() + "-" + request.round();
            var envelope = Envelope.of(id, "orchestrator", Instant.now(), ADA, (Message) request);
            var _ = producer.send(Records.write(prefix + "approval.requests", envelope)).get();
        }
    }

    private HttpResponse<String> get(Actor user, String path)
            throws IOException, InterruptedException {
        return service.getAs(user, REVIEWERS, "/api/approvals" + path);
    }

    private JsonNode page(Actor user, String query) throws IOException, InterruptedException {
        var answer = get(user, query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.mapper().readTree(answer.body());
    }

    private HttpResponse<String> vote(Actor user, Set<String> groups, String vote)
            throws IOException, InterruptedException {
        return post(user, groups, "{\"vote\":\"%s\"}".formatted(vote));
    }

    private HttpResponse<String> post(Actor user, Set<String> groups, String json)
            throws IOException, InterruptedException {
        return service.postAs(user, groups, "/api/approvals/" + id(1) + "/votes", json);
    }

    /// What was told, once it is so many.
    private List<ApprovalOutcome> outcomes(int count) {
        String topic = Topics.APPROVAL_DECISIONS.name(prefix);
        await().atMost(PATIENCE).until(() -> read(topic).size() >= count);
        List<ApprovalOutcome> outcomes = new ArrayList<>();
        for (var record : read(topic)) {
            try {
                outcomes.add((ApprovalOutcome) Records.read(record).message());
            } catch (io.mlintern.protocol.UnreadableRecord e) {
                throw new AssertionError(e);
            }
        }
        return outcomes;
    }

    private List<ConsumerRecord<String, byte[]>> read(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var reader = RunningService.clients(prefix).reader("test-reader")) {
            var partitions =
                    reader.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            var ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
