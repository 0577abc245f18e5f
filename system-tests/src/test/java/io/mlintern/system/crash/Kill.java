package io.mlintern.system.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A process that was killed, what the sessions were doing just before, and how long the server needed to be whole again.
record Kill(int number, Instant at, Victim victim, long pid, List<Phase> phases, Duration start) {
    Kill {
        phases = List.copyOf(phases);
    }

    @Override
    public String toString() {
        return "%4d  %s  %-16s  pid %-7d  start %5.1f s  %s"
                .formatted(number, at, victim, pid, start.toMillis() / 1000.0, phases);
    }
}
