package io.mlintern.cli.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import io.mlintern.cli.json.Json;
import java.util.List;
import java.util.Optional;

/// A refusal of the server (`application/problem+json`) and what it means for the call.
final class Problem {
    private Problem() {}

    static CliFailure failure(int status, String body) {
        String said = sentence(body).orElse("HTTP status " + status);
        return new CliFailure(code(status), List.of(explanation(status) + said));
    }

    private static ExitCode code(int status) {
        return switch (status) {
            case 404, 413, 422 -> ExitCode.USAGE;
            case 401, 403, 409, 429, 502, 503, 504 -> ExitCode.SERVER;
            default -> ExitCode.FAILURE;
        };
    }

    private static String explanation(int status) {
        return switch (status) {
            case 401 -> "The server refused our token (for --server, set ML_INTERN_TOKEN): ";
            case 403, 409 -> "The server refused the call: ";
            case 404 -> "The server does not know it: ";
            case 413 -> "The prompt is too large: ";
            case 422 -> "The server does not take it: ";
            case 429, 502, 503, 504 -> "The server cannot work now: ";
            default -> "The server failed: ";
        };
    }

    private static Optional<String> sentence(String body) {
        try {
            JsonNode problem = Json.parse(body);
            String detail = problem.path("detail").asText("");
            String title = problem.path("title").asText("");
            return Optional.of(detail.isBlank() ? title : detail).filter(text -> !text.isBlank());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
