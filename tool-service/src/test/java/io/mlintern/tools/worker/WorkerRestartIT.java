package io.mlintern.tools.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.testing.TestKafka;
import io.mlintern.kit.testing.TestPostgres;
import io.mlintern.policy.ShippedPolicies;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.CallOutcome.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A worker's process is killed in the middle of a command.
class WorkerRestartIT {
    @TempDir Path workspace;

    /// The same name takes its rows over at once, another one when the lease has lapsed.
    @ParameterizedTest
    @ValueSource(strings = {"one", "two"})
    void theNextWorkerReportsTheRealEndOfTheCommandOnce(String successor) throws Exception {
        String prefix = "restart-" + successor + ".";
        var first = new KafkaSettings(TestKafka.bootstrap(), prefix, 2, "one");
        var second = new KafkaSettings(TestKafka.bootstrap(), prefix, 2, successor);
        var database = TestPostgres.emptySchema("restart_" + successor);
        try (var engine = new Engine(new KafkaClients(first), workspace);
                var workers = new Workers()) {
            engine.policy(ShippedPolicies.source(ShippedPolicies.SINGLE_USER).orElseThrow());
            Process killed = WorkerProcess.start(first, database);
            String command =
                    "echo run >> runs; until [ -e go ]; do sleep 0.1; done; echo real end; exit 6";
            var call = engine.call("bash", Map.of("command", command));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(workspace.resolve("runs")));

            killed.destroyForcibly().waitFor();
            workers.start(new KafkaClients(second), database);
            Files.createFile(workspace.resolve("go"));

            assertThat(engine.outcome(call))
                    .isEqualTo(new CallOutcome(Kind.FAILED, "real end\n[exit code 6]"));
            assertThat(workspace.resolve("runs")).hasContent("run");
            assertThat(engine.settled(call)).hasSize(1);
        }
    }

    @Test
    void aCommandThatEndsWhileNobodyWatchesIsReportedAsWell() throws Exception {
        var kafka = new KafkaSettings(TestKafka.bootstrap(), "restart-alone.", 2, "one");
        var database = TestPostgres.emptySchema("restart_alone");
        try (var engine = new Engine(new KafkaClients(kafka), workspace);
                var workers = new Workers()) {
            engine.policy(ShippedPolicies.source(ShippedPolicies.SINGLE_USER).orElseThrow());
            Process killed = WorkerProcess.start(kafka, database);
            String command =
                    "touch up; until [ -e go ]; do sleep 0.1; done; echo end > end; echo end";
            var call = engine.call("bash", Map.of("command", command));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(workspace.resolve("up")));
            killed.destroyForcibly().waitFor();
            Files.createFile(workspace.resolve("go"));
            await().until(() -> Files.exists(workspace.resolve("end")));

            workers.start(new KafkaClients(kafka), database);

            assertThat(engine.outcome(call)).isEqualTo(new CallOutcome(Kind.DONE, "end\n"));
        }
    }
}
