package io.mlintern.orchestrator.catalog;

import io.mlintern.protocol.SessionId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/// What model calls used: those of sessions, which [CatalogWriter] writes, and other ones.
public final class UsageRepository {
    private static final String TOTALS =
            "count(*) AS calls, sum(prompt_tokens) AS prompt, sum(completion_tokens) AS completion,"
                    + " sum(total_tokens) AS total, sum(cache_read_tokens) AS cache_read,"
                    + " sum(cache_creation_tokens) AS cache_creation,"
                    + " coalesce(sum(cost_usd), 0) AS cost,"
                    + " count(*) FILTER (WHERE cost_usd IS NULL) AS unpriced";

    private static final String FIGURES =
            "prompt_tokens, completion_tokens, total_tokens, cache_read_tokens, cache_creation_tokens,"
                    + " cost_usd";

    private final Jdbi jdbi;

    public UsageRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// The calls of one model.
    ///
    /// @param costUsd of the calls whose price is known
    /// @param callsWithoutPrice those whose price is not
    public record ModelUsage(
            String model,
            long calls,
            long promptTokens,
            long completionTokens,
            long totalTokens,
            long cacheReadTokens,
            long cacheCreationTokens,
            BigDecimal costUsd,
            long callsWithoutPrice) {

        private static ModelUsage map(ResultSet row) throws SQLException {
            return new ModelUsage(
                    row.getString("model"),
                    row.getLong("calls"),
                    row.getLong("prompt"),
                    row.getLong("completion"),
                    row.getLong("total"),
                    row.getLong("cache_read"),
                    row.getLong("cache_creation"),
                    row.getBigDecimal("cost"),
                    row.getLong("unpriced"));
        }

        /// The sum over models; its own `model` is the word `total`.
        public static ModelUsage total(List<ModelUsage> parts) {
            return parts.stream()
                    .reduce(
                            new ModelUsage("total", 0, 0, 0, 0, 0, 0, BigDecimal.ZERO, 0),
                            ModelUsage::plus);
        }

        private ModelUsage plus(ModelUsage other) {
            return new ModelUsage(
                    model,
                    calls + other.calls,
                    promptTokens + other.promptTokens,
                    completionTokens + other.completionTokens,
                    totalTokens + other.totalTokens,
                    cacheReadTokens + other.cacheReadTokens,
                    cacheCreationTokens + other.cacheCreationTokens,
                    costUsd.add(other.costUsd),
                    callsWithoutPrice + other.callsWithoutPrice);
        }
    }

    public List<ModelUsage> ofSession(SessionId session) {
        return jdbi.withHandle(
                handle ->
                        handle.select(
                                        "SELECT model, "
                                                + TOTALS
                                                + " FROM usage WHERE session_id = ?"
                                                + " GROUP BY model ORDER BY model",
                                        session.value())
                                .map((row, _) -> ModelUsage.map(row))
                                .list());
    }

    /// In all the user's sessions that there are, and outside of sessions.
    public List<ModelUsage> ofUser(String tenant, String owner) {
        return jdbi.withHandle(
                handle ->
                        handle.select(
                                        "SELECT model, "
                                                + TOTALS
                                                + " FROM (SELECT usage.model, "
                                                + FIGURES
                                                + " FROM usage JOIN session ON session.id = session_id"
                                                + " WHERE tenant = ? AND owner = ?"
                                                + " UNION ALL SELECT model, "
                                                + FIGURES
                                                + " FROM other_call WHERE tenant = ? AND owner = ?) used"
                                                + " GROUP BY model ORDER BY model",
                                        tenant,
                                        owner,
                                        tenant,
                                        owner)
                                .map((row, _) -> ModelUsage.map(row))
                                .list());
    }

    /// Those that are there already are left as they are.
    ///
    /// @return how many came
    int add(List<OtherCall> calls) {
        jdbi.useTransaction(
                handle -> {
                    var insert =
                            handle.prepareBatch(
                                    "INSERT INTO other_call (event_id, tenant, owner, model, at, "
                                            + FIGURES
                                            + ") VALUES (:id, :tenant, :owner, :model, :at, :prompt,"
                                            + " :completion, :total, :read, :creation, :cost)"
                                            + " ON CONFLICT DO NOTHING");
                    calls.forEach(call -> bind(insert, call).add());
                    insert.execute();
                });
        return calls.size();
    }

    private static PreparedBatch bind(PreparedBatch insert, OtherCall call) {
        return insert.bind("id", call.eventId())
                .bind("tenant", call.owner().tenant())
                .bind("owner", call.owner().user())
                .bind("model", call.model().value())
                .bind("at", SessionRows.utc(call.at()))
                .bind("prompt", call.usage().promptTokens())
                .bind("completion", call.usage().completionTokens())
                .bind("total", call.usage().totalTokens())
                .bind("read", call.usage().cacheReadTokens())
                .bind("creation", call.usage().cacheCreationTokens())
                .bind("cost", call.usage().costUsd());
    }
}
