package io.mlintern.orchestrator.engine.streams;

import java.nio.file.Path;

/// How an engine replica runs.
///
/// @param topicPrefix of topics, group and transactional ids; two installations on one Kafka never meet
/// @param instance the replica's stable name: with it a restart gets its tasks back in seconds
/// @param stateDir where the process id is kept; belongs to this replica alone
/// @param standbys copies of the state on other replicas; 0 for one replica
public record EngineSettings(
        String bootstrap,
        String topicPrefix,
        int partitions,
        String instance,
        Path stateDir,
        int standbys) {

    String applicationId() {
        return topicPrefix + "engine";
    }
}
