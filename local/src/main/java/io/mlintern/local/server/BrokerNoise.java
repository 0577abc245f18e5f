package io.mlintern.local.server;

import java.util.logging.Filter;
import java.util.logging.LogRecord;

/// Drops what the broker says at ERROR about the normal course of its transactions: a producer's first record in a partition
/// that another transaction has just ended is refused once and sent again.
public final class BrokerNoise implements Filter {
    private static final String NOISE = "OutOfOrderSequenceException";

    @Override
    public boolean isLoggable(LogRecord record) {
        boolean named = record.getMessage() != null && record.getMessage().contains(NOISE);
        boolean thrown =
                record.getThrown() != null
                        && record.getThrown().getClass().getSimpleName().equals(NOISE);
        return !named && !thrown;
    }
}
