package io.mlintern.kit.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers every failure with a problem, and logs those that nobody foresaw.
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    @Context private UriInfo uri;

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException web && web.getResponse().hasEntity()) {
            return web.getResponse();
        }
        var known = Problems.of(failure);
        if (known.isEmpty()) {
            LOG.error("a request to {} failed", uri.getRequestUri().getPath(), failure);
        }
        var problem = known.orElse(Problems.INTERNAL).at(uri.getRequestUri().getPath());
        var response =
                failure instanceof WebApplicationException web
                        ? Response.fromResponse(web.getResponse())
                        : Response.status(problem.status());
        if (problem.status() == Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode()) {
            response.header("Connection", "close");
        }
        return response.entity(problem).type(Problem.MEDIA_TYPE).build();
    }
}
