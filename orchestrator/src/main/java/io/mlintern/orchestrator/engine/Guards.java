package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.ToolName;
import java.util.Optional;

/// What the guards of the loop remember within a turn.
///
/// @param textOnlyReplies replies without a tool call in a row while the plan was unfinished
/// @param malformedTool the tool whose arguments could not be read last, where nothing readable came since
/// @param malformedInARow how often in a row
public record Guards(int textOnlyReplies, Optional<ToolName> malformedTool, int malformedInARow) {
    /// Replies that are sent back before one is accepted with an unfinished plan (agent core, continuation guard).
    static final int TEXT_ONLY_REPLIES = 2;

    /// Unreadable arguments for one tool in a row before the model is told to change its ways (agent core, constants).
    static final int MALFORMED_STREAK = 2;

    static final Guards FRESH = new Guards(0, Optional.empty(), 0);

    Guards afterTextOnlyReply() {
        return new Guards(textOnlyReplies + 1, malformedTool, malformedInARow);
    }

    Guards afterToolCalls() {
        return new Guards(0, malformedTool, malformedInARow);
    }

    Guards afterReadable() {
        return new Guards(textOnlyReplies, Optional.empty(), 0);
    }

    Guards afterMalformed(ToolName tool) {
        boolean again = malformedTool.equals(Optional.of(tool));
        return new Guards(textOnlyReplies, Optional.of(tool), again ? malformedInARow + 1 : 1);
    }

    boolean malformedStreak() {
        return malformedInARow >= MALFORMED_STREAK;
    }
}
