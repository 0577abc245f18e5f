package io.mlintern.kit.runs;

import io.mlintern.protocol.CallId;

/// How the claim of one call went. Whatever it says, the record that handed the call out may be acknowledged.
public sealed interface Claim {
    CallId call();

    /// It is ours, for the first time.
    record Claimed(RunHandle run) implements Claim {
        @Override
        public CallId call() {
            return run.call();
        }
    }

    /// It was cancelled before anybody had it: ours to say so, never to start.
    record Cancelled(RunHandle run) implements Claim {
        @Override
        public CallId call() {
            return run.call();
        }
    }

    /// Somebody has it, or had it: nothing to do.
    record AlreadyHeld(CallId call) implements Claim {}
}
