package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// All services are away for longer than the topics keep their records. The retention is not waited for: what it would delete is
/// deleted.
@ExtendWith(SharedCrash.class)
class LongAwayIT {
    private static final Set<String> KEPT_FOR_DAYS =
            Set.of(
                    "mlintern.operations",
                    "mlintern.events",
                    "mlintern.model.results",
                    "mlintern.tool.calls",
                    "mlintern.tool.results",
                    "mlintern.tool.cancellations",
                    "mlintern.llm.usage");

    @Test
    void nothingOldRunsAgainAndTheSessionGoesOnWithAllThatWasSaid(Crash crash) throws Exception {
        Job job = crash.open();
        job.ask("key-1", "turn 1 before");
        crash.endsAsPromised(job);
        int asked = crash.model.answered();
        crash.kill(
                Victim.ORCHESTRATOR,
                Victim.LLM_GATEWAY,
                Victim.TOOL_SERVICE,
                Victim.APPROVAL_SERVICE);
        deleteRecords(crash.server.kafka());
        crash.startAgain();

        job.ask("key-2", "turn 2 after");
        crash.log.awaitTurns(job.session(), 2, Crash.TURN);

        assertThat(Promise.broken(job, crash.log.of(job.session()))).isEmpty();
        assertThat(crash.model.answered() - asked)
                .as("answers for the second turn alone")
                .isEqualTo(3);
        assertThat(crash.model.complaints()).isEmpty();
        assertThat(crash.model.promptsUpTo("turn 2 after")).isEqualTo(2);
    }

    private static void deleteRecords(String bootstrap)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var topics = admin.describeTopics(KEPT_FOR_DAYS).allTopicNames().get().values();
            List<TopicPartition> partitions =
                    topics.stream()
                            .flatMap(
                                    topic ->
                                            topic.partitions().stream()
                                                    .map(
                                                            one ->
                                                                    new TopicPartition(
                                                                            topic.name(),
                                                                            one.partition())))
                            .toList();
            var ends =
                    admin.listOffsets(
                                    partitions.stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            Function.identity(),
                                                            _ -> OffsetSpec.latest())))
                            .all()
                            .get();
            admin.deleteRecords(
                            ends.entrySet().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    Map.Entry::getKey,
                                                    end ->
                                                            RecordsToDelete.beforeOffset(
                                                                    end.getValue().offset()))))
                    .all()
                    .get();
        }
    }
}
