package io.mlintern.protocol;

/// Asks the tool workers to stop a call, or never to start it.
public record CancelCall(CallId callId, SessionId sessionId) implements Message {
    @Override
    public String key() {
        return callId.value();
    }

    @Override
    public String subject() {
        return sessionId.value();
    }
}
