package io.mlintern.orchestrator.api.stream;

import java.time.Duration;

/// How events reach clients.
///
/// @param topic full name of the topic `events`
/// @param partitions of that topic
/// @param recentBytes newest events kept in memory, so that most readers need no look into the log
/// @param waitingBytes most that waits for a slow reader before it is cut
/// @param pieceBytes how much of the log is read at a time for a reader who was away
/// @param keepAlive a comment is sent when nothing else was for so long
/// @param logReaders how many readers look into the log at a time
public record StreamsConfig(
        String topic,
        int partitions,
        long recentBytes,
        long waitingBytes,
        long pieceBytes,
        Duration keepAlive,
        int logReaders) {
    public StreamsConfig {
        if (partitions < 1 || recentBytes < 1 || waitingBytes < 1 || logReaders < 1) {
            throw new IllegalArgumentException("sizes of event streams are positive");
        }
    }
}
