package io.mlintern.orchestrator.api;

import io.mlintern.kit.database.Outage;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers 503 where PostgreSQL is away; any other failure of it is ours.
public final class DatabaseAway implements ExceptionMapper<JdbiException> {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAway.class);

    @Context private UriInfo uri;

    @Override
    public Response toResponse(JdbiException failure) {
        if (Outage.isBehind(failure)) {
            return RefusalMapper.answer(Refusal.unavailable(failure), uri);
        }
        LOG.error("a request to {} failed", uri.getRequestUri().getPath(), failure);
        return RefusalMapper.answer(
                Refusal.of(500, "internal", "an unexpected failure of ours"), uri);
    }
}
