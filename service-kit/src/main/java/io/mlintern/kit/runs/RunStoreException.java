package io.mlintern.kit.runs;

import java.sql.SQLException;

/// PostgreSQL could not be reached, or refused: nothing is known to have been written.
public final class RunStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RunStoreException(String message) {
        super(message);
    }

    RunStoreException(String message, SQLException cause) {
        super(message, cause);
    }
}
