package io.mlintern.approvals.requests;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// The tables `request` and `vote`.
final class RequestRepository {
    private RequestRepository() {}

    /// Whether it is new: sent again it changes nothing.
    static boolean insert(Handle handle, Request request) {
        return handle.createUpdate(
                                """
                                INSERT INTO request (call_id, round, tenant, turn, tool, arguments, requester, owner,
                                    policy_version, rule, reason, estimated_cost_usd, levels, asked, requested_at,
                                    expires_at, status, feedback, decided_at)
                                VALUES (:call, :round, :tenant, :turn, :tool, :arguments, :requester, :owner,
                                    :version, :rule, :reason, :cost, :levels, :asked, :requested, :expires, :status,
                                    :feedback, CASE WHEN :status = 'open' THEN NULL ELSE now() END)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("call", request.id().call().value())
                        .bind("round", request.id().round())
                        .bind("tenant", request.tenant())
                        .bind("turn", request.subject().turn())
                        .bind("tool", request.subject().tool().value())
                        .bind("arguments", request.subject().arguments().text())
                        .bind("requester", request.subject().requester())
                        .bind("owner", request.subject().owner())
                        .bind("version", request.subject().policyVersion())
                        .bind("rule", request.subject().rule())
                        .bind("reason", storable(request.subject().reason()))
                        .bind("cost", request.subject().estimatedCostUsd().orElse(null))
                        .bind("levels", Levels.write(request.levels()))
                        .bindArray(
                                "asked",
                                String.class,
                                Levels.asked(request.levels(), request.subject().owner()))
                        .bind("requested", time(request.requestedAt()))
                        .bind("expires", time(request.expiresAt()))
                        .bind("status", request.status().wireName())
                        .bind("feedback", request.feedback().orElse(null))
                        .execute()
                > 0;
    }

    /// @param locked until the transaction ends
    static Optional<Request> find(Handle handle, RequestId id, boolean locked) {
        List<Request> found =
                handle.createQuery(
                                "SELECT * FROM request WHERE call_id = :call AND round = :round"
                                        + (locked ? " FOR UPDATE" : ""))
                        .bind("call", id.call().value())
                        .bind("round", id.round())
                        .map(RequestRepository::request)
                        .list();
        return voted(handle, found).stream().findFirst();
    }

    /// A page of what somebody may see, the newest first.
    static List<Request> list(Handle handle, RequestQuery query) {
        List<Request> page =
                handle.createQuery(
                                """
                        SELECT * FROM request
                        WHERE tenant = :tenant
                          AND (:status = '' OR :status = status
                               OR (:status = 'decided' AND status IN ('approved', 'rejected')))
                          AND (:all OR requester = :user OR owner = :user OR asked && CAST(:approvers AS text[]))
                          AND (CAST(:time AS timestamptz) IS NULL
                               OR (requested_at, call_id, round) < (CAST(:time AS timestamptz), :call, :round))
                        ORDER BY requested_at DESC, call_id DESC, round DESC
                        LIMIT :limit
                        """)
                        .bind("tenant", query.tenant())
                        .bind("status", query.status())
                        .bind("all", query.all())
                        .bind("user", query.voter().user())
                        .bindArray("approvers", String.class, query.voter().approvers())
                        .bind(
                                "time",
                                query.before().map(place -> time(place.requestedAt())).orElse(null))
                        .bind(
                                "call",
                                query.before().map(place -> place.id().call().value()).orElse(""))
                        .bind("round", query.before().map(place -> place.id().round()).orElse(0))
                        .bind("limit", query.limit())
                        .map(RequestRepository::request)
                        .list();
        return voted(handle, page);
    }

    static void add(Handle handle, RequestId id, Vote vote) {
        var _ =
                handle.createUpdate(
                                """
                                INSERT INTO vote (call_id, round, user_name, approves, feedback, level, voted_at)
                                VALUES (:call, :round, :user, :approves, :feedback, :level, :at)
                                """)
                        .bind("call", id.call().value())
                        .bind("round", id.round())
                        .bind("user", vote.user())
                        .bind("approves", vote.approves())
                        .bind(
                                "feedback",
                                vote.feedback().map(RequestRepository::storable).orElse(null))
                        .bind("level", vote.level())
                        .bind("at", time(vote.at()))
                        .execute();
    }

    /// @param grant present exactly when it is approved
    static void close(Handle handle, Request decided, Optional<String> grant, Instant at) {
        var _ =
                handle.createUpdate(
                                """
                                UPDATE request SET status = :status, feedback = :feedback, signed_grant = :grant,
                                    decided_at = :at
                                WHERE call_id = :call AND round = :round AND status = 'open'
                                """)
                        .bind("status", decided.status().wireName())
                        .bind(
                                "feedback",
                                decided.feedback().map(RequestRepository::storable).orElse(null))
                        .bind("grant", grant.orElse(null))
                        .bind("at", time(at))
                        .bind("call", decided.id().call().value())
                        .bind("round", decided.id().round())
                        .execute();
    }

    /// Whether it was open.
    static boolean withdraw(Handle handle, RequestId id) {
        return handle.createUpdate(
                                """
                                UPDATE request SET status = 'withdrawn', decided_at = now()
                                WHERE call_id = :call AND round = :round AND status = 'open'
                                """)
                        .bind("call", id.call().value())
                        .bind("round", id.round())
                        .execute()
                > 0;
    }

    /// Ends the time of at most so many.
    static int expire(Handle handle, Instant now, String feedback, int most) {
        return handle.createUpdate(
                        """
                        UPDATE request SET status = 'expired', feedback = :feedback, decided_at = :now
                        WHERE (call_id, round) IN (
                            SELECT call_id, round FROM request WHERE status = 'open' AND expires_at <= :now
                            ORDER BY expires_at LIMIT :most FOR UPDATE SKIP LOCKED)
                        """)
                .bind("feedback", feedback)
                .bind("now", time(now))
                .bind("most", most)
                .execute();
    }

    /// PostgreSQL's texts take no NUL.
    private static String storable(String text) {
        return text.replace("\u0000", "");
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /// The requests with their votes, which one statement reads for all of them.
    private static List<Request> voted(Handle handle, List<Request> bare) {
        if (bare.isEmpty()) {
            return bare;
        }
        Map<RequestId, List<Vote>> votes =
                handle.createQuery(
                                """
                                SELECT * FROM vote
                                WHERE (call_id, round) IN (
                                    SELECT * FROM unnest(CAST(:calls AS text[]), CAST(:rounds AS integer[])))
                                ORDER BY voted_at, user_name
                                """)
                        .bindArray(
                                "calls",
                                String.class,
                                bare.stream().map(it -> it.id().call().value()).toList())
                        .bindArray(
                                "rounds",
                                Integer.class,
                                bare.stream().map(it -> it.id().round()).toList())
                        .map((row, _) -> Map.entry(id(row), vote(row)))
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getKey,
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toList())));
        return bare.stream()
                .map(request -> request.voted(votes.getOrDefault(request.id(), List.of())))
                .toList();
    }

    private static RequestId id(ResultSet row) throws SQLException {
        return new RequestId(new CallId(row.getString("call_id")), row.getInt("round"));
    }

    private static Vote vote(ResultSet row) throws SQLException {
        return new Vote(
                row.getString("user_name"),
                row.getBoolean("approves"),
                Optional.ofNullable(row.getString("feedback")),
                row.getInt("level"),
                instant(row, "voted_at"));
    }

    /// A row without its votes.
    private static Request request(ResultSet row, StatementContext context) throws SQLException {
        return new Request(
                id(row),
                row.getString("tenant"),
                subject(row),
                Levels.read(row.getString("levels")),
                instant(row, "requested_at"),
                instant(row, "expires_at"),
                List.of(),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getString("feedback")));
    }

    private static Request.Subject subject(ResultSet row) throws SQLException {
        return new Request.Subject(
                row.getInt("turn"),
                new ToolName(row.getString("tool")),
                new JsonObject(row.getString("arguments")),
                row.getString("requester"),
                row.getString("owner"),
                row.getString("policy_version"),
                row.getString("rule"),
                row.getString("reason"),
                Optional.ofNullable(row.getBigDecimal("estimated_cost_usd")));
    }
}
