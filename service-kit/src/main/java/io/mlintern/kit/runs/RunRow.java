package io.mlintern.kit.runs;

import io.mlintern.protocol.CallId;
import java.util.Optional;

/// A run as it was when this worker became its holder.
record RunRow(
        CallId call,
        int attempt,
        Recovery recovery,
        Payload request,
        boolean started,
        boolean cancelled,
        Optional<Payload> outcome) {}
