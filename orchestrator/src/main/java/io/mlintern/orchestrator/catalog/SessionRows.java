package io.mlintern.orchestrator.catalog;

import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.SessionSettings;
import io.mlintern.protocol.Workspace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/// Between the table `session` and [SessionRow].
final class SessionRows {
    static final String COLUMNS =
            "id, tenant, owner, title, model, workspace_kind, workspace_path, max_iterations,"
                    + " stream, attended, effort, status, turn, created_at, updated_at,"
                    + " first_offset, last_seq";
    static final String INSERT =
            "INSERT INTO session ("
                    + COLUMNS
                    + ") VALUES (:id, :tenant, :owner, :title, :model, :workspaceKind,"
                    + " :workspacePath, :maxIterations, :stream, :attended, :effort, :status,"
                    + " :turn, :createdAt, :updatedAt, :firstOffset, :lastSeq)";
    static final String UPDATE =
            "UPDATE session SET title = :title, model = :model, effort = :effort,"
                    + " status = :status, turn = :turn, updated_at = :updatedAt,"
                    + " last_seq = :lastSeq, gap_at = NULL WHERE id = :id";

    private SessionRows() {}

    static SessionRow map(ResultSet row) throws SQLException {
        return new SessionRow(
                new SessionId(row.getString("id")),
                row.getString("tenant"),
                settings(row),
                SessionStatus.named(row.getString("status")),
                row.getInt("turn"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                row.getLong("first_offset"),
                row.getLong("last_seq"));
    }

    private static SessionSettings settings(ResultSet row) throws SQLException {
        return new SessionSettings(
                row.getString("owner"),
                new ModelId(row.getString("model")),
                Optional.ofNullable(row.getString("title")),
                new Workspace(
                        Workspace.Kind.of(row.getString("workspace_kind")),
                        Optional.ofNullable(row.getString("workspace_path"))),
                row.getInt("max_iterations"),
                row.getBoolean("stream"),
                row.getBoolean("attended"),
                Optional.ofNullable(row.getString("effort")));
    }

    static <S extends SqlStatement<S>> S bindNew(S statement, SessionRow row) {
        SessionSettings settings = row.settings();
        return bindChanged(statement, row)
                .bind("tenant", row.tenant())
                .bind("owner", settings.owner())
                .bind("workspaceKind", settings.workspace().kind().wireName())
                .bind("workspacePath", settings.workspace().path())
                .bind("maxIterations", settings.maxIterations())
                .bind("stream", settings.stream())
                .bind("attended", settings.attended())
                .bind("createdAt", utc(row.createdAt()))
                .bind("firstOffset", row.firstOffset());
    }

    static <S extends SqlStatement<S>> S bindChanged(S statement, SessionRow row) {
        SessionSettings settings = row.settings();
        return statement
                .bind("id", row.id().value())
                .bind("title", settings.title())
                .bind("model", settings.model().value())
                .bind("effort", settings.effort())
                .bind("status", row.status().wireName())
                .bind("turn", row.turn())
                .bind("updatedAt", utc(row.updatedAt()))
                .bind("lastSeq", row.lastSeq());
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
