package io.mlintern.orchestrator.api;

/// A request that is not carried out, and what its sender can do about it.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private Refusal(int status, String code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
    }

    static Refusal malformed(String detail) {
        return new Refusal(400, "malformed", detail);
    }

    static Refusal invalid(String detail) {
        return new Refusal(422, "invalid", detail);
    }

    static Refusal of(int status, String code, String detail) {
        return new Refusal(status, code, detail);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
