package io.mlintern.gateway.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.gateway.chat.FailureCode;
import io.mlintern.gateway.chat.ModelFailure;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;

/// Failures in OpenAI's error shape, with our code, and whether and when another try may help.
final class Errors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Errors() {}

    static Response response(ModelFailure failure) {
        var response =
                Response.status(failure.code().status())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(body(failure));
        failure.retryAfter()
                .ifPresent(wait -> response.header(HttpHeaders.RETRY_AFTER, wholeSeconds(wait)));
        return response.build();
    }

    static Response response(FailureCode code, String message) {
        return response(ModelFailure.of(code, message));
    }

    static String body(ModelFailure failure) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode error = root.putObject("error");
        error.put("message", failure.message());
        error.put("type", failure.code().type());
        error.putNull("param");
        error.put("code", failure.code().wireName());
        error.put("retryable", failure.code().retryable());
        Optional<Duration> wait = failure.retryAfter();
        if (wait.isEmpty()) error.putNull("retry_after_s");
        else if (wait.get().toMillis() % 1000 == 0)
            error.put("retry_after_s", wait.get().toSeconds());
        else error.put("retry_after_s", wait.get().toMillis() / 1000.0);
        return AnswerWriter.text(root);
    }

    private static long wholeSeconds(Duration wait) {
        return wait.plusMillis(999).toSeconds();
    }
}
