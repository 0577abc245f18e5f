package io.mlintern.tools.worker;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// How much one worker does at a time, and where.
///
/// @param slots calls that run at the same time
/// @param drain how long running calls may take to end when the worker is stopped
/// @param local whether this is a person's own server, whose sessions work in folders of the machine
public record WorkerConfig(int slots, Duration drain, boolean local) {
    public static final String PREFIX = "mlintern.tool-service.";

    static final int MOST_SLOTS = 500;

    public WorkerConfig {
        if (slots < 1 || slots > MOST_SLOTS) {
            throw new IllegalArgumentException(
                    PREFIX + "slots must be between 1 and " + MOST_SLOTS + ", not " + slots);
        }
        if (drain.isNegative()) throw new IllegalArgumentException(PREFIX + "drain is negative");
    }

    public static WorkerConfig from(Config config) {
        return new WorkerConfig(
                config.getValue(PREFIX + "slots", Integer.class),
                Duration.parse(config.getValue(PREFIX + "drain", String.class)),
                config.getOptionalValue("mlintern.local", Boolean.class).orElse(false));
    }
}
