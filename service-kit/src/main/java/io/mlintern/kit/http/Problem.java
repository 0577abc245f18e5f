package io.mlintern.kit.http;

import jakarta.ws.rs.core.Response;
import java.util.Optional;

/// Why a request was refused, as RFC 9457 has it, and our code for programs.
///
/// @param title what kind of problem, always the same for one code
/// @param detail what to do about it; never a stack trace, a payload or a key
/// @param instance path of the request, once it is known
/// @param code a word that programs may act on
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        Optional<String> instance,
        String code) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /// A problem of a kind that the status itself names.
    public static Problem of(int status, String code, String detail) {
        String title =
                status == 422
                        ? "Unprocessable Content"
                        : Optional.ofNullable(Response.Status.fromStatusCode(status))
                                .map(Response.Status::getReasonPhrase)
                                .orElse("Status " + status);
        return new Problem(
                "urn:mlintern:problem:" + code, title, status, detail, Optional.empty(), code);
    }

    public Problem at(String path) {
        return new Problem(type, title, status, detail, Optional.of(path), code);
    }

    /// To be thrown where the problem is found.
    public ProblemException exception() {
        return new ProblemException(this);
    }
}
