package io.mlintern.approvals.requests;

import io.mlintern.policy.Level;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Somebody with a token: who they are, and the groups that it names.
public record Voter(String user, Set<String> groups) {
    public Voter {
        groups = Set.copyOf(groups);
    }

    /// Whether a rule that asks for this approver means them.
    boolean is(Level.Approver approver, String owner) {
        return switch (approver) {
            case Level.Approver.Owner _ -> user.equals(owner);
            case Level.Approver.Group(String name) -> groups.contains(name);
            case Level.Approver.User(String name) -> user.equals(name);
        };
    }

    /// All approvers, as rules write them, that they are.
    public List<String> approvers() {
        return Stream.concat(
                        Stream.of("user:" + user), groups.stream().map(group -> "group:" + group))
                .toList();
    }
}
