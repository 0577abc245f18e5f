package io.mlintern.approvals.api;

import io.mlintern.approvals.api.ApprovalViews.ApprovalList;
import io.mlintern.approvals.api.ApprovalViews.ApprovalView;
import io.mlintern.approvals.requests.Request;
import io.mlintern.approvals.requests.RequestId;
import io.mlintern.approvals.requests.RequestQuery;
import io.mlintern.approvals.requests.Requests;
import io.mlintern.approvals.requests.VoteResult;
import io.mlintern.approvals.requests.Voter;
import io.mlintern.kit.http.Problem;
import io.mlintern.kit.identity.Caller;
import io.mlintern.protocol.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What waits for people, and their votes. Everybody votes with a token of their own.
///
/// A request is seen by those who may vote on it, by who asked for the call, by whose session it is, and by operators; for
/// others it is not there.
@Server(url = "/api/approvals")
@Path("/")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "approvals")
public class ApprovalsResource {
    private static final Set<String> STATUSES =
            Set.of("", "open", "decided", "expired", "approved", "rejected", "withdrawn");
    private static final int MOST = 200;
    private static final int MOST_FEEDBACK = 4_000;

    /// A vote may be quicker than the request that it is for.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Requests requests;

    @Inject
    public ApprovalsResource(Requests requests) {
        this.requests = requests;
    }

    /// @param vote `approve` or `reject`
    /// @param feedback for the model, with a rejection
    /// @param arguments others than those that were asked about
    public record Ballot(
            Optional<String> vote, Optional<String> feedback, Optional<JsonObject> arguments) {}

    // Not in the description: it has one place for what stands at the root of an application, and
    // the policies have it.
    @GET
    @Operation(hidden = true)
    public ApprovalList list(
            @QueryParam("status") @DefaultValue("") String status,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @Context SecurityContext security,
            @Context HttpHeaders headers) {
        if (!STATUSES.contains(status)) {
            throw Problem.of(422, "bad_status", "status is one of open, decided, expired.")
                    .exception();
        }
        if (limit < 1 || limit > MOST) {
            throw Problem.of(422, "bad_limit", "limit is between 1 and " + MOST + ".").exception();
        }
        Caller caller = Caller.of(security, headers);
        List<Request> found =
                requests.list(
                        new RequestQuery(
                                caller.actor().tenant(),
                                voter(caller),
                                caller.isOperator(),
                                status,
                                PageCursor.read(cursor),
                                limit + 1));
        List<Request> page = found.subList(0, Math.min(limit, found.size()));
        return new ApprovalList(
                page.stream().map(ApprovalViews::view).toList(),
                found.size() > limit
                        ? Optional.of(PageCursor.after(page.getLast()))
                        : Optional.empty());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getApproval", summary = "One request, with its votes")
    public ApprovalView get(
            @PathParam("id") String id,
            @Context SecurityContext security,
            @Context HttpHeaders headers) {
        Caller caller = Caller.of(security, headers);
        return requests.find(id(id))
                .filter(request -> isVisible(request, caller))
                .map(ApprovalViews::view)
                .orElseThrow(ApprovalsResource::unknown);
    }

    @POST
    @Path("/{id}/votes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "vote", summary = "Approves or rejects, for ever")
    public ApprovalView vote(
            @PathParam("id") String id,
            Ballot ballot,
            @Context SecurityContext security,
            @Context HttpHeaders headers)
            throws InterruptedException {
        Caller caller = Caller.of(security, headers);
        if (caller.isService()) {
            throw Problem.of(403, "may_not_vote", "Only people vote, with tokens of their own.")
                    .exception();
        }
        RequestId request = id(id);
        boolean approves = approves(ballot);
        if (!isVisible(arrived(request), caller)) {
            throw unknown();
        }
        return answer(
                requests.vote(request, voter(caller), approves, ballot.feedback())
                        .orElseThrow(ApprovalsResource::unknown));
    }

    private static ApprovalView answer(VoteResult result) {
        return switch (result) {
            case VoteResult.Counted(Request request, _) -> ApprovalViews.view(request);
            case VoteResult.Known(Request request) -> ApprovalViews.view(request);
            case VoteResult.Contradicts _ ->
                    throw Problem.of(409, "voted", "You have voted the opposite; a vote stays.")
                            .exception();
            case VoteResult.Closed(Request request) ->
                    throw Problem.of(409, "decided", "Too late: it is " + standing(request) + ".")
                            .exception();
            case VoteResult.Forbidden(_, String why) ->
                    throw Problem.of(403, "may_not_vote", why).exception();
        };
    }

    private static String standing(Request request) {
        return switch (request.status()) {
            case OPEN, EXPIRED -> "expired";
            case APPROVED -> "approved";
            case REJECTED -> "rejected";
            case WITHDRAWN -> "withdrawn";
            case MOOT -> "refused";
        };
    }

    private static boolean approves(Ballot ballot) {
        if (ballot.arguments().isPresent()) {
            throw Problem.of(422, "no_editing", "Other arguments cannot be voted on yet.")
                    .exception();
        }
        if (ballot.feedback().filter(text -> text.length() > MOST_FEEDBACK).isPresent()) {
            throw Problem.of(422, "bad_data", "feedback has at most 4,000 characters.").exception();
        }
        return switch (ballot.vote().orElse("")) {
            case "approve" -> true;
            case "reject" -> false;
            default -> throw Problem.of(422, "bad_data", "vote is approve or reject.").exception();
        };
    }

    private Request arrived(RequestId id) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Optional<Request> found = requests.find(id);
        while (found.isEmpty() && System.nanoTime() < until) {
            Thread.sleep(LOOK);
            found = requests.find(id);
        }
        return found.orElseThrow(
                () ->
                        Problem.of(503, "not_yet", "This request has not arrived; try again.")
                                .exception());
    }

    private static boolean isVisible(Request request, Caller caller) {
        Voter voter = voter(caller);
        boolean within = request.tenant().equals(caller.actor().tenant());
        boolean own =
                voter.user().equals(request.subject().requester())
                        || voter.user().equals(request.subject().owner());
        return within && (own || caller.isOperator() || request.asks(voter));
    }

    /// A service that speaks for a user has none of their groups.
    private static Voter voter(Caller caller) {
        return new Voter(
                caller.actor().user(),
                caller.onBehalfOf().isPresent() ? Set.of() : caller.groups());
    }

    private static RequestId id(String text) {
        return RequestId.parse(text).orElseThrow(ApprovalsResource::unknown);
    }

    private static RuntimeException unknown() {
        return Problem.of(
                        404,
                        "unknown_approval",
                        "There is no such request: GET /api/approvals lists those that you see.")
                .exception();
    }
}
