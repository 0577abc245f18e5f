package io.mlintern.policy;

import java.util.List;
import java.util.Set;

/// One level of an approval: `needed` different people out of `from`, without those in `except`.
public record Level(int needed, List<Approver> from, Set<Excluded> except) {
    public Level {
        from = List.copyOf(from);
        except = Set.copyOf(except);
        if (needed < 1 || from.isEmpty()) {
            throw new IllegalArgumentException("a level needs at least one vote of somebody");
        }
    }

    /// Who may vote.
    public sealed interface Approver {
        /// The owner of the session.
        record Owner() implements Approver {}

        record Group(String name) implements Approver {}

        record User(String name) implements Approver {}
    }

    /// Who may not vote, whatever else they are.
    public enum Excluded {
        REQUESTER,
        OWNER
    }
}
