package io.mlintern.protocol;

import java.time.Instant;
import java.util.OptionalLong;

/// An event of a session as it stands on the topic `events` and, internal ones left out, in the stream to clients.
///
/// @param seq counts the session's facts from 1 without a hole; signals have none
/// @param turn the turn it belongs to, from 1; 0 before the first
public record SessionEvent(
        SessionId sessionId, OptionalLong seq, Instant time, int turn, EventData data)
        implements Message {
    public SessionEvent {
        if (data instanceof Fact != seq.isPresent()) {
            throw new IllegalArgumentException("a fact has a seq, a signal has none");
        }
    }

    public static SessionEvent fact(
            SessionId session, long seq, Instant time, int turn, Fact fact) {
        return new SessionEvent(session, OptionalLong.of(seq), time, turn, fact);
    }

    public static SessionEvent signal(SessionId session, Instant time, int turn, Signal signal) {
        return new SessionEvent(session, OptionalLong.empty(), time, turn, signal);
    }

    public EventKind kind() {
        return EventKind.of(data);
    }

    @Override
    public String key() {
        return sessionId.value();
    }
}
