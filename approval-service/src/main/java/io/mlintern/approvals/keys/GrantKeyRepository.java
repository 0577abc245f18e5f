package io.mlintern.approvals.keys;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The grant keys in PostgreSQL, their private halves sealed.
public final class GrantKeyRepository {
    private final Jdbi jdbi;

    public GrantKeyRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record Row(
            String keyId, String publicJwk, String sealedJwk, Instant madeAt, Instant notAfter) {}

    /// Keys that verify at `now`, the newest first.
    List<Row> validAt(Instant now) {
        return jdbi.withHandle(handle -> validAt(handle, now));
    }

    /// The valid keys, with a new one where `wanted` says so of those there are. Of replicas that start together one
    /// makes it.
    List<Row> validOrMade(Instant now, Function<List<Row>, Boolean> wanted, Supplier<Row> maker) {
        return jdbi.inTransaction(
                handle -> {
                    var _ = handle.execute("LOCK TABLE grant_keys IN SHARE ROW EXCLUSIVE MODE");
                    if (wanted.apply(validAt(handle, now))) {
                        insert(handle, maker.get());
                    }
                    return validAt(handle, now);
                });
    }

    private static void insert(Handle handle, Row row) {
        var _ =
                handle.createUpdate(
                                """
                                INSERT INTO grant_keys
                                    (key_id, public_jwk, sealed_jwk, made_at, not_after)
                                VALUES (:id, :public, :sealed, :madeAt, :notAfter)
                                """)
                        .bind("id", row.keyId())
                        .bind("public", row.publicJwk())
                        .bind("sealed", row.sealedJwk())
                        .bind("madeAt", utc(row.madeAt()))
                        .bind("notAfter", utc(row.notAfter()))
                        .execute();
    }

    private static List<Row> validAt(Handle handle, Instant now) {
        return handle.createQuery(
                        """
                        SELECT key_id, public_jwk, sealed_jwk, made_at, not_after FROM grant_keys
                        WHERE not_after > :now ORDER BY made_at DESC, key_id
                        """)
                .bind("now", utc(now))
                .map(
                        (row, _) ->
                                new Row(
                                        row.getString("key_id"),
                                        row.getString("public_jwk"),
                                        row.getString("sealed_jwk"),
                                        instant(row.getObject("made_at", OffsetDateTime.class)),
                                        instant(row.getObject("not_after", OffsetDateTime.class))))
                .list();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
