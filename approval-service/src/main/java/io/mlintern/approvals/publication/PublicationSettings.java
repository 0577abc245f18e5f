package io.mlintern.approvals.publication;

import java.time.Duration;

/// What is published, and when.
///
/// @param policy the policy in force: a shipped one's name or a file
/// @param interval how often it is looked whether there is something to publish
/// @param retryDelay the pause after a publication that failed
public record PublicationSettings(String policy, Duration interval, Duration retryDelay) {}
