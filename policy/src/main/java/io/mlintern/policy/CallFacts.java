package io.mlintern.policy;

import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolDescriptor.Effect;
import io.mlintern.protocol.ToolName;
import java.math.BigDecimal;
import java.util.Optional;

/// What a policy knows about a call that it judges: all of it data, taken by whoever asks.
///
/// @param effect what the tool's descriptor says of these arguments
/// @param estimatedCostUsd empty where the cost is unknown; a call that costs nothing has zero
public record CallFacts(
        ToolName tool,
        JsonObject arguments,
        Effect effect,
        Optional<BigDecimal> estimatedCostUsd,
        SessionFacts session) {

    /// The cost of a call of which no tool has made an estimate: what neither spends nor destroys costs nothing, for the
    /// others it is unknown. Engine and executor judge by the same.
    public static Optional<BigDecimal> costWithoutEstimate(Effect effect) {
        return switch (effect) {
            case READ, WRITE -> Optional.of(BigDecimal.ZERO);
            case SPEND, DESTROY -> Optional.empty();
        };
    }
}
