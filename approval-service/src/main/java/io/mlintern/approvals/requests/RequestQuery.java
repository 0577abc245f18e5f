package io.mlintern.approvals.requests;

import java.time.Instant;
import java.util.Optional;

/// Which requests somebody wants to see.
///
/// @param all whether they may see those of everybody in the tenant
/// @param status a status, `decided` for approved or rejected ones, or empty for any
/// @param before where the page begins
public record RequestQuery(
        String tenant, Voter voter, boolean all, String status, Optional<Place> before, int limit) {

    /// The last request of a page.
    public record Place(Instant requestedAt, RequestId id) {}
}
