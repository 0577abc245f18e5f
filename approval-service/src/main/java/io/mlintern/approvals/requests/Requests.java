package io.mlintern.approvals.requests;

import io.mlintern.approvals.keys.GrantKeys;
import io.mlintern.approvals.policies.PolicyRepository;
import io.mlintern.policy.InvalidPolicy;
import io.mlintern.policy.Policy;
import io.mlintern.policy.Verdict;
import io.mlintern.policy.grant.Grant;
import io.mlintern.policy.grant.GrantSigner;
import io.mlintern.protocol.ApprovalRequest.Requested;
import io.mlintern.protocol.ApprovalRequest.Withdrawn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The requests of the installation: taken from the engine, voted on, expired, each decided in one transaction together with
/// what is to be told about it.
///
/// Dying before the commit: nothing was decided, and the vote was not answered. After it: the decision is in the row, and
/// whoever finds it there tells it ([io.mlintern.approvals.decisions.DecisionPublisher]). Test: `RequestsIT`.
public final class Requests {
    /// Wakes those who tell decisions.
    public static final String DECIDED = "approval_service_decided";

    /// Until the worker has begun. Longer than workers are away for, since a call whose grant is too old is asked about again.
    private static final Duration GRANTED_FOR = Duration.ofHours(1);

    private static final String NOBODY = "Nobody decided in time.";
    private static final int AT_A_TIME = 100;

    private final Jdbi jdbi;
    private final PolicyRepository policies;
    private final GrantKeys keys;
    private final Clock clock;

    public Requests(Jdbi jdbi, PolicyRepository policies, GrantKeys keys, Clock clock) {
        this.jdbi = jdbi;
        this.policies = policies;
        this.keys = keys;
        this.clock = clock;
    }

    /// Takes a request in. Sent again it changes nothing.
    ///
    /// @param at when the engine asked
    public void add(String tenant, Requested asked, Instant at) {
        Request request = opened(tenant, asked, at);
        jdbi.useTransaction(
                handle -> {
                    if (RequestRepository.insert(handle, request) && request.status().isTold()) {
                        wake(handle);
                    }
                });
    }

    /// Who is asked, and for how long, stands in our own copy of the policy.
    private Request opened(String tenant, Requested asked, Instant at) {
        return switch (approvers(asked.policyVersion(), asked.rule())) {
            case Approvers.Known(Verdict.Ask ask) ->
                    Request.opened(
                            id(asked), tenant, subject(asked), ask.levels(), at, ask.expires());
            case Approvers.Unknown(String why) ->
                    Request.moot(id(asked), tenant, subject(asked), at, why);
        };
    }

    /// Whom a rule asks.
    private sealed interface Approvers {
        record Known(Verdict.Ask ask) implements Approvers {}

        record Unknown(String why) implements Approvers {}
    }

    private static RequestId id(Requested asked) {
        return new RequestId(asked.callId(), asked.round());
    }

    private static Request.Subject subject(Requested asked) {
        return new Request.Subject(
                asked.turn(),
                asked.tool(),
                asked.arguments(),
                asked.requester(),
                asked.owner(),
                asked.policyVersion(),
                asked.rule(),
                asked.reason(),
                asked.estimatedCostUsd());
    }

    private Approvers approvers(String version, String rule) {
        Optional<String> source = policies.source(version);
        if (source.isEmpty()) {
            return new Approvers.Unknown("The policy that wants people asked is not known here.");
        }
        try {
            return Policy.compile(source.get())
                    .verdict(rule)
                    .filter(Verdict.Ask.class::isInstance)
                    .<Approvers>map(ask -> new Approvers.Known((Verdict.Ask) ask))
                    .orElseGet(
                            () -> new Approvers.Unknown("No rule " + rule + " says who is asked."));
        } catch (InvalidPolicy e) {
            return new Approvers.Unknown("The policy that wants people asked cannot be read here.");
        }
    }

    /// Nobody needs to answer any more. What is decided stays decided.
    public void withdraw(Withdrawn withdrawn) {
        jdbi.useTransaction(
                handle -> {
                    var id = new RequestId(withdrawn.callId(), withdrawn.round());
                    boolean _ = RequestRepository.withdraw(handle, id);
                });
    }

    /// Empty where there is no such request.
    public Optional<Request> find(RequestId id) {
        return jdbi.withHandle(handle -> RequestRepository.find(handle, id, false));
    }

    public List<Request> list(RequestQuery query) {
        return jdbi.withHandle(handle -> RequestRepository.list(handle, query));
    }

    /// Votes of several people on one request come one after the other.
    ///
    /// @throws IllegalStateException when it is approved and there is no key to sign with
    public Optional<VoteResult> vote(
            RequestId id, Voter voter, boolean approves, Optional<String> feedback) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // Before the transaction: who holds one connection must not wait for a second one.
        Optional<GrantSigner> signer = approves ? keys.signer() : Optional.empty();
        return jdbi.inTransaction(
                handle ->
                        RequestRepository.find(handle, id, true)
                                .map(request -> request.vote(voter, approves, feedback, now))
                                .map(result -> written(handle, result, signer, now)));
    }

    private static VoteResult written(
            Handle handle, VoteResult result, Optional<GrantSigner> signer, Instant now) {
        if (result instanceof VoteResult.Counted(Request request, Vote vote)) {
            RequestRepository.add(handle, request.id(), vote);
            if (request.status() != Status.OPEN) {
                RequestRepository.close(handle, request, grant(request, signer, now), now);
                wake(handle);
            }
        }
        return result;
    }

    private static Optional<String> grant(
            Request request, Optional<GrantSigner> signer, Instant now) {
        if (request.status() != Status.APPROVED) {
            return Optional.empty();
        }
        Grant grant =
                Grant.of(
                        request.id().call(),
                        request.subject().tool(),
                        request.subject().arguments(),
                        now.plus(GRANTED_FOR),
                        request.subject().policyVersion());
        return Optional.of(
                signer.orElseThrow(() -> new IllegalStateException("no key to sign grants with"))
                        .sign(grant));
    }

    /// Ends the time of those whose time is over.
    ///
    /// @return how many; there may be more
    public int expire() {
        return jdbi.inTransaction(
                handle -> {
                    int expired =
                            RequestRepository.expire(handle, clock.instant(), NOBODY, AT_A_TIME);
                    if (expired > 0) {
                        wake(handle);
                    }
                    return expired;
                });
    }

    private static void wake(Handle handle) {
        handle.execute("SELECT pg_notify(?, '')", DECIDED);
    }
}
