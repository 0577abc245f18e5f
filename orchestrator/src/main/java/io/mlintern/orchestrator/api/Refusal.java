package io.mlintern.orchestrator.api;

import java.util.Optional;

/// A request that is not carried out, and what its sender can do about it.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int RETRY_AFTER_SECONDS = 2;

    private final int status;
    private final String code;

    private Refusal(int status, String code, String detail, Throwable cause) {
        super(detail, cause);
        this.status = status;
        this.code = code;
    }

    /// 400: what cannot be read.
    static Refusal malformed(String detail) {
        return of(400, "malformed", detail);
    }

    /// 422: what can be read and makes no sense.
    static Refusal invalid(String detail) {
        return of(422, "invalid", detail);
    }

    /// 404, for a session of somebody else as for one that does not exist.
    static Refusal noSession() {
        return of(
                404, "unknown_session", "there is no such session: GET /api/sessions lists yours");
    }

    /// 503: what we need to keep our word is away.
    static Refusal unavailable(Throwable cause) {
        return new Refusal(503, "unavailable", "the server cannot take this now: try again", cause);
    }

    static Refusal of(int status, String code, String detail) {
        return new Refusal(status, code, detail, null);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Optional<Integer> retryAfterSeconds() {
        return status == 503 ? Optional.of(RETRY_AFTER_SECONDS) : Optional.empty();
    }
}
