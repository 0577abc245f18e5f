package io.mlintern.orchestrator.catalog;

import io.mlintern.protocol.SessionId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// What model calls used.
public final class UsageRepository {
    private static final String TOTALS =
            "count(*) AS calls, sum(prompt_tokens) AS prompt, sum(completion_tokens) AS completion,"
                    + " sum(total_tokens) AS total, sum(cache_read_tokens) AS cache_read,"
                    + " sum(cache_creation_tokens) AS cache_creation,"
                    + " coalesce(sum(cost_usd), 0) AS cost,"
                    + " count(*) FILTER (WHERE cost_usd IS NULL) AS unpriced";

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

    public List<ModelUsage> ofUser(String tenant, String owner) {
        return jdbi.withHandle(
                handle ->
                        handle.select(
                                        "SELECT usage.model, "
                                                + TOTALS
                                                + " FROM usage JOIN session"
                                                + " ON session.id = usage.session_id"
                                                + " WHERE tenant = ? AND owner = ?"
                                                + " GROUP BY usage.model ORDER BY usage.model",
                                        tenant,
                                        owner)
                                .map((row, _) -> ModelUsage.map(row))
                                .list());
    }
}
