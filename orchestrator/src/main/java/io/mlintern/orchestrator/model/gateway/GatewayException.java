package io.mlintern.orchestrator.model.gateway;

/// An attempt ended without an answer.
public final class GatewayException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient GatewayFailure failure;

    GatewayException(GatewayFailure failure) {
        super(failure.code().value());
        this.failure = failure;
    }

    GatewayException(GatewayFailure failure, Throwable cause) {
        super(failure.code().value(), cause);
        this.failure = failure;
    }

    public GatewayFailure failure() {
        return failure;
    }
}
