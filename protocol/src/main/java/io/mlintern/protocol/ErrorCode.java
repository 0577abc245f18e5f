package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Why something failed, as a word that programs may act on. Open: a reader must accept codes that it does not know.
public record ErrorCode(@JsonValue String value) {
    /// No key, no base URL: nothing that is configured can serve the model.
    public static final ErrorCode NO_CREDENTIALS = new ErrorCode("no_credentials");

    public static final ErrorCode AUTHENTICATION = new ErrorCode("authentication");
    public static final ErrorCode BILLING = new ErrorCode("billing");
    public static final ErrorCode RATE_LIMIT = new ErrorCode("rate_limit");
    public static final ErrorCode OVERLOADED = new ErrorCode("overloaded");
    public static final ErrorCode CONTEXT_OVERFLOW = new ErrorCode("context_overflow");
    public static final ErrorCode MODEL_NOT_FOUND = new ErrorCode("model_not_found");
    public static final ErrorCode PROVIDER_UNSUPPORTED = new ErrorCode("provider_unsupported");
    public static final ErrorCode INVALID_REQUEST = new ErrorCode("invalid_request");
    public static final ErrorCode UPSTREAM_TIMEOUT = new ErrorCode("upstream_timeout");

    /// The answer ended before it was complete.
    public static final ErrorCode UPSTREAM_CUT = new ErrorCode("upstream_cut");

    public static final ErrorCode UPSTREAM_GARBAGE = new ErrorCode("upstream_garbage");

    /// llm-gateway itself did not answer.
    public static final ErrorCode GATEWAY_UNREACHABLE = new ErrorCode("gateway_unreachable");

    public static final ErrorCode INTERNAL = new ErrorCode("internal");

    @JsonCreator
    public ErrorCode {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an error code is a word");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
