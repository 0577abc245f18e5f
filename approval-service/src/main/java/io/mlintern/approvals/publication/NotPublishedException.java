package io.mlintern.approvals.publication;

/// Kafka did not take what was to be published. It is tried again.
public final class NotPublishedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotPublishedException(Throwable cause) {
        super(cause.getClass().getSimpleName(), cause);
    }
}
