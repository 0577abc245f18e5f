package io.mlintern.policy;

import java.util.Set;

/// What a policy knows about the session that a call belongs to.
///
/// @param user on whose behalf the call is made
/// @param groups the user's groups
/// @param attended whether a person is there to be asked; false for headless sessions
public record SessionFacts(
        String user, Set<String> groups, boolean attended, AutoApproval autoApproval) {
    public SessionFacts {
        groups = Set.copyOf(groups);
    }

    /// A session of a user in no group, without auto-approval.
    public static SessionFacts of(String user, boolean attended) {
        return new SessionFacts(user, Set.of(), attended, new AutoApproval.Off());
    }
}
