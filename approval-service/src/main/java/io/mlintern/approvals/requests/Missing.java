package io.mlintern.approvals.requests;

import java.util.List;

/// Who is still to approve: so many more of these people, at one level of several.
///
/// @param level from 1
/// @param except who may not, whatever else they are
public record Missing(int level, int levels, int needed, List<String> from, List<String> except) {
    public Missing {
        from = List.copyOf(from);
        except = List.copyOf(except);
    }
}
