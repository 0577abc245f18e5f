package io.mlintern.orchestrator.api;

import io.mlintern.protocol.Json;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what went wrong as `application/problem+json`; what we did not foresee is logged and says nothing of itself.
public final class RefusalMapper implements ExceptionMapper<RuntimeException> {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalMapper.class);

    @Context private UriInfo uri;

    @Override
    public Response toResponse(RuntimeException failure) {
        return switch (failure) {
            case Refusal refusal -> answer(refusal);
            case WebApplicationException web -> answer(web);
            case JdbiException e when isAway(e) -> answer(Refusal.unavailable(e));
            default -> {
                LOG.error("a request failed at {}", uri.getPath(), failure);
                yield answer(Refusal.of(500, "internal", "this failed on our side"));
            }
        };
    }

    /// Whether the database did not answer, as told by SQL's own classes of failures: connection, shutdown.
    private static boolean isAway(Throwable failure) {
        for (Throwable it = failure; it != null; it = it.getCause()) {
            if (it instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state == null || state.startsWith("08") || state.startsWith("57P");
            }
        }
        return false;
    }

    private Response answer(WebApplicationException web) {
        int status = web.getResponse().getStatus();
        var refusal =
                Refusal.of(
                        status,
                        "http_" + status,
                        web.getResponse().getStatusInfo().getReasonPhrase());
        return answer(refusal);
    }

    private Response answer(Refusal refusal) {
        var status = Response.Status.fromStatusCode(refusal.status());
        String title = status == null ? refusal.code() : status.getReasonPhrase();
        if (refusal.status() == 422) {
            title = "Unprocessable Content";
        }
        var body =
                Json.mapper()
                        .createObjectNode()
                        .put("type", "about:blank")
                        .put("title", title)
                        .put("status", refusal.status())
                        .put("detail", refusal.getMessage())
                        .put("instance", "/api/" + uri.getPath())
                        .put("code", refusal.code());
        var response =
                Response.status(refusal.status())
                        .type("application/problem+json")
                        .entity(body.toString());
        refusal.retryAfterSeconds().ifPresent(s -> response.header("Retry-After", s));
        if (refusal.closesConnection()) {
            response.header("Connection", "close");
        }
        return response.build();
    }
}
