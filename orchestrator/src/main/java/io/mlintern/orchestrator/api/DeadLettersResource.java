package io.mlintern.orchestrator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.kit.identity.Caller;
import io.mlintern.orchestrator.deadletters.DeadLetterLog;
import io.mlintern.orchestrator.deadletters.LetterId;
import io.mlintern.protocol.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/admin/dead-letters`: for operators (group `mlintern-admin`). Payloads are not shown.
@ApplicationScoped
@Path("/admin/dead-letters")
@Server(url = "/api")
@Tag(name = "admin")
public class DeadLettersResource {
    private static final int LISTED = 100;
    private static final int MOST_LISTED = 1_000;
    private static final int MOST_REPLAYED = 1_000;

    private final DeadLetterLog letters;

    @Inject
    DeadLettersResource(DeadLetterLog letters) {
        this.letters = letters;
    }

    @GET
    @Operation(summary = "What readers put aside, newest first, without payloads")
    public Response newest(
            @QueryParam("topic") Optional<String> topic,
            @QueryParam("limit") Optional<Integer> limit,
            @Context SecurityContext security,
            @Context HttpHeaders headers) {
        checkOperator(security, headers);
        int most = limit.orElse(LISTED);
        if (most < 1 || most > MOST_LISTED) {
            throw Refusal.invalid("limit is 1 to " + MOST_LISTED);
        }
        Optional<Topics> source = topic.map(DeadLettersResource::topic);
        return Answers.json(
                        200, Map.of("dead_letters", reached(() -> letters.newest(source, most))))
                .build();
    }

    @POST
    @Path("/replays")
    @Operation(summary = "Sends dead letters to their topics again, once each: {ids: [...]}")
    public Response replay(
            InputStream body, @Context SecurityContext security, @Context HttpHeaders headers) {
        checkOperator(security, headers);
        List<String> ids = ids(JsonBody.read(JsonBody.bytes(body)).path("ids"));
        return Answers.json(200, Map.of("results", reached(() -> letters.replay(ids)))).build();
    }

    private static void checkOperator(SecurityContext security, HttpHeaders headers) {
        if (!Caller.of(security, headers).isOperator()) {
            throw Refusal.of(403, "not_an_operator", "only the group mlintern-admin may do this");
        }
    }

    private static Topics topic(String name) {
        return LetterId.topic(name)
                .orElseThrow(() -> Refusal.invalid("there is no topic of this name"));
    }

    private static List<String> ids(JsonNode node) {
        List<String> ids = new ArrayList<>();
        for (JsonNode id : node) {
            if (!id.isTextual()) {
                throw Refusal.invalid("ids: a list of ids as the list of dead letters has them");
            }
            ids.add(id.textValue());
        }
        if (ids.isEmpty() || ids.size() > MOST_REPLAYED) {
            throw Refusal.invalid("ids: 1 to " + MOST_REPLAYED + " ids of dead letters");
        }
        return ids;
    }

    private static <T> T reached(Supplier<T> work) {
        try {
            return work.get();
        } catch (KafkaException e) {
            throw Refusal.unavailable(e);
        }
    }
}
