package io.mlintern.orchestrator.api.stream;

import io.mlintern.protocol.SessionId;

/// One event as it goes to clients: ready bytes, the same for every reader.
///
/// @param offset of its record in the session's partition
@SuppressWarnings("ArrayRecordComponent") // Shared by all readers and never written to again.
record Frame(SessionId session, long offset, byte[] bytes) {
    int size() {
        return bytes.length;
    }
}
