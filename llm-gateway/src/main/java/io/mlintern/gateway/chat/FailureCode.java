package io.mlintern.gateway.chat;

import java.util.Locale;

/// Why a model call gave no answer. The status is what the gateway answers with; whether another try can help is
/// decided here and nowhere else.
public enum FailureCode {
    AUTHENTICATION(401, "authentication_error", false),
    NO_CREDENTIALS(401, "authentication_error", false),
    PERMISSION_DENIED(403, "permission_error", false),
    BILLING(402, "insufficient_quota", false),
    RATE_LIMIT(429, "rate_limit_error", true),
    OVERLOADED(503, "overloaded_error", true),
    CONTEXT_OVERFLOW(400, "invalid_request_error", false),
    MODEL_NOT_FOUND(404, "invalid_request_error", false),
    PROVIDER_UNSUPPORTED(400, "invalid_request_error", false),
    INVALID_REQUEST(400, "invalid_request_error", false),
    UPSTREAM_ERROR(502, "upstream_error", true),
    UPSTREAM_UNREACHABLE(502, "upstream_error", true),
    UPSTREAM_TIMEOUT(504, "upstream_error", true),
    UPSTREAM_CUT(502, "upstream_error", true),
    UPSTREAM_GARBAGE(502, "upstream_error", true),

    UNAUTHENTICATED(401, "authentication_error", false),
    FORBIDDEN(403, "permission_error", false),
    NOT_FOUND(404, "invalid_request_error", false),
    METHOD_NOT_ALLOWED(405, "invalid_request_error", false),
    REQUEST_TOO_LARGE(413, "invalid_request_error", false),
    UNAVAILABLE(503, "server_error", true),
    INTERNAL(500, "server_error", false);

    private final int status;
    private final String type;
    private final boolean retryable;

    FailureCode(int status, String type, boolean retryable) {
        this.status = status;
        this.type = type;
        this.retryable = retryable;
    }

    /// HTTP status that goes with it.
    public int status() {
        return status;
    }

    /// `error.type` of the OpenAI shape.
    public String type() {
        return type;
    }

    public boolean retryable() {
        return retryable;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
