package io.mlintern.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.mlintern.protocol.Json;
import jakarta.ws.rs.WebApplicationException;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which problem a failure is. Decided by the failure's type, never by its text.
final class Problems {
    static final Problem INTERNAL =
            Problem.of(500, "internal", "An unexpected failure of ours; the log says more.");

    private static final Map<Integer, Problem> BY_STATUS =
            Stream.of(
                            Problem.of(400, "bad_request", "The request cannot be understood."),
                            Problem.of(
                                    401,
                                    "unauthorized",
                                    "Send a valid token: Authorization: Bearer TOKEN."),
                            Problem.of(403, "forbidden", "This token may not do that."),
                            Problem.of(404, "not_found", "There is nothing at this path."),
                            Problem.of(
                                    405,
                                    "method_not_allowed",
                                    "This path does not take that method; see the header Allow."),
                            Problem.of(
                                    406,
                                    "not_acceptable",
                                    "What the header Accept asks for cannot be given."),
                            Problem.of(
                                    415,
                                    "unsupported_media_type",
                                    "Send the body as application/json."),
                            Problem.of(503, "unavailable", "Try again after a moment."))
                    .collect(Collectors.toUnmodifiableMap(Problem::status, p -> p));

    private Problems() {}

    /// Empty for a failure that nobody foresaw.
    static Optional<Problem> of(Throwable failure) {
        return switch (failure) {
            case ProblemException ours -> Optional.of(ours.problem());
            case WebApplicationException web ->
                    Optional.of(ofStatus(web.getResponse().getStatus()));
            default -> Optional.empty();
        };
    }

    /// Why a body could not be read. What lies deepest decides: the JSON reader wraps what it did not foresee.
    static Optional<Problem> ofBody(IOException failure) {
        var causes =
                Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                        .limit(10)
                        .toList()
                        .reversed();
        return causes.stream().flatMap(cause -> known(cause).stream()).findFirst();
    }

    static Problem ofStatus(int status) {
        return Optional.ofNullable(BY_STATUS.get(status))
                .orElseGet(
                        () -> Problem.of(status, "status_" + status, "The request was refused."));
    }

    private static Optional<Problem> known(Throwable cause) {
        return switch (cause) {
            case ProblemException ours -> Optional.of(ours.problem());
            case StreamConstraintsException _ ->
                    Optional.of(
                            Problem.of(
                                    400,
                                    "too_deep",
                                    "The JSON is nested deeper than "
                                            + Json.MAX_DEPTH
                                            + " levels, or a part of it is too long."));
            case JsonMappingException mapping -> Optional.of(misfit(mapping));
            case JsonProcessingException _ ->
                    Optional.of(
                            Problem.of(400, "malformed_json", "The body is not well-formed JSON."));
            case CharConversionException _, CharacterCodingException _ ->
                    Optional.of(Problem.of(400, "invalid_utf8", "The body is not UTF-8."));
            case WebApplicationException web ->
                    Optional.of(ofStatus(web.getResponse().getStatus()));
            default -> Optional.empty();
        };
    }

    /// Names the member that does not fit, never its value.
    private static Problem misfit(JsonMappingException mapping) {
        String path =
                mapping.getPath().stream()
                        .map(
                                step ->
                                        step.getFieldName() == null
                                                ? String.valueOf(step.getIndex())
                                                : step.getFieldName())
                        .collect(Collectors.joining("."));
        return path.isEmpty()
                ? Problem.of(400, "malformed_json", "The body is not the JSON expected here.")
                : Problem.of(422, "bad_data", "Member " + path + " is not as it must be.");
    }
}
