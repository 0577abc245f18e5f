package io.mlintern.orchestrator.api;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.apache.kafka.common.KafkaException;

/// Answers 503 where Kafka is away.
public final class KafkaAway implements ExceptionMapper<KafkaException> {
    @Context private UriInfo uri;

    @Override
    public Response toResponse(KafkaException failure) {
        return RefusalMapper.answer(Refusal.unavailable(failure), uri);
    }
}
