package io.mlintern.protocol;

/// An operation as it stands on the topic `operations`.
public record SubmittedOperation(OperationId operationId, SessionId sessionId, Operation operation)
        implements Message {
    @Override
    public String key() {
        return sessionId.value();
    }

    public OperationKind kind() {
        return OperationKind.of(operation);
    }
}
