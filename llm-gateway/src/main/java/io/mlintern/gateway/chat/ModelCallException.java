package io.mlintern.gateway.chat;

/// A model call that failed, with the failure that its caller is told.
public final class ModelCallException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ModelFailure failure;

    public ModelCallException(ModelFailure failure) {
        super(failure.code().wireName() + ": " + failure.message());
        this.failure = failure;
    }

    public ModelCallException(FailureCode code, String message) {
        this(ModelFailure.of(code, message));
    }

    public ModelFailure failure() {
        return failure;
    }
}
