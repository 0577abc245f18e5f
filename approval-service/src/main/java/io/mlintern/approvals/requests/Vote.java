package io.mlintern.approvals.requests;

import java.time.Instant;
import java.util.Optional;

/// What one person has said about a request, for ever.
///
/// @param level for which it counts, from 0
public record Vote(
        String user, boolean approves, Optional<String> feedback, int level, Instant at) {}
