package io.mlintern.orchestrator.api;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers 503 where PostgreSQL is away, by SQL's own classes of failures; any other failure of it is ours.
public final class DatabaseAway implements ExceptionMapper<JdbiException> {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAway.class);

    @Context private UriInfo uri;

    @Override
    public Response toResponse(JdbiException failure) {
        if (isAway(failure)) {
            return RefusalMapper.answer(Refusal.unavailable(failure), uri);
        }
        LOG.error("a request to {} failed", uri.getRequestUri().getPath(), failure);
        return RefusalMapper.answer(
                Refusal.of(500, "internal", "an unexpected failure of ours"), uri);
    }

    private static boolean isAway(JdbiException failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(10)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                // A pool that got no connection in time names no state.
                .anyMatch(it -> it == null || it.startsWith("08") || it.startsWith("57P"));
    }
}
