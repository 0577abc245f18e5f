package io.mlintern.gateway.api;

import io.mlintern.gateway.chat.FailureCode;
import io.mlintern.kit.database.Outage;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives every refusal under `/v1` OpenAI's shape, also those that happen before a resource is reached.
public class OpenAiErrors implements ExceptionMapper<Throwable>, ContainerResponseFilter {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAiErrors.class);

    @Override
    public Response toResponse(Throwable problem) {
        if (problem instanceof WebApplicationException refused)
            return of(refused.getResponse().getStatus());
        if (Outage.isBehind(problem)) {
            LOG.warn("a request waits for PostgreSQL: {}", problem.getMessage());
            return of(FailureCode.UNAVAILABLE.status());
        }
        LOG.warn("a request failed unexpectedly", problem);
        return of(FailureCode.INTERNAL.status());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean ours = response.getEntity() instanceof String text && text.startsWith("{\"error\"");
        if (response.getStatus() < 400 || ours) return;
        Response shaped = of(response.getStatus());
        response.setStatus(shaped.getStatus());
        response.setEntity(shaped.getEntity(), null, MediaType.APPLICATION_JSON_TYPE);
    }

    private static Response of(int status) {
        return switch (status) {
            case 401 ->
                    Errors.response(
                            FailureCode.UNAUTHENTICATED,
                            "A valid bearer token is needed: Authorization: Bearer TOKEN.");
            case 403 -> Errors.response(FailureCode.FORBIDDEN, "This is not allowed to you.");
            case 404 ->
                    Errors.response(
                            FailureCode.NOT_FOUND,
                            "There is nothing here. Try POST /v1/chat/completions or GET /v1/models.");
            case 405 ->
                    Errors.response(
                            FailureCode.METHOD_NOT_ALLOWED, "This path has no such method.");
            case 503 ->
                    Errors.response(
                            FailureCode.UNAVAILABLE, "The gateway cannot answer now. Try again.");
            case 413 -> Errors.response(FailureCode.REQUEST_TOO_LARGE, "The request is too large.");
            default ->
                    status < 500
                            ? Errors.response(
                                    FailureCode.INVALID_REQUEST, "The request cannot be read.")
                            : Errors.response(
                                    FailureCode.INTERNAL, "Something went wrong in the gateway.");
        };
    }
}
