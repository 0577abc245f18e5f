package io.mlintern.orchestrator.api;

import io.mlintern.kit.http.Problem;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;

/// Answers a refusal as a problem.
public final class RefusalMapper implements ExceptionMapper<Refusal> {
    @Context private UriInfo uri;

    @Override
    public Response toResponse(Refusal refusal) {
        return answer(refusal, uri);
    }

    static Response answer(Refusal refusal, UriInfo uri) {
        var problem =
                Problem.of(refusal.status(), refusal.code(), refusal.getMessage())
                        .at(uri.getRequestUri().getPath());
        var response = Response.status(refusal.status()).type(Problem.MEDIA_TYPE).entity(problem);
        refusal.retryAfterSeconds().ifPresent(s -> response.header("Retry-After", s));
        return response.build();
    }
}
