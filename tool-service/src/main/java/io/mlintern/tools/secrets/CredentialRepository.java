package io.mlintern.tools.secrets;

import io.mlintern.kit.database.Database;
import io.mlintern.protocol.Actor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The credentials that tools act with, by user. What does not open any more (another key file) is as
/// if it were not there.
public final class CredentialRepository {
    private static final String SELECT =
            "SELECT name, sealed FROM credential WHERE tenant = ? AND user_name = ?";
    private static final String DELETE =
            "DELETE FROM credential WHERE tenant = ? AND user_name = ? AND name = ?";
    private static final String UPSERT =
            """
            INSERT INTO credential (tenant, user_name, name, sealed) VALUES (?, ?, ?, ?)
            ON CONFLICT (tenant, user_name, name)
            DO UPDATE SET sealed = excluded.sealed, updated_at = now()
            """;

    private final Database database;
    private final Seal seal;

    /// @param keyFile 32 bytes in Base64
    public CredentialRepository(Database database, Path keyFile) {
        this.database = database;
        seal = Seal.of(keyFile);
    }

    /// Sets the named values in one transaction; an empty one removes its name.
    public void put(Actor owner, Map<String, String> values) {
        database.jdbi()
                .useTransaction(
                        handle -> values.forEach((name, value) -> put(handle, owner, name, value)));
    }

    private void put(Handle handle, Actor owner, String name, String value) {
        if (value.isBlank()) {
            handle.execute(DELETE, owner.tenant(), owner.user(), name);
            return;
        }
        byte[] sealed = seal.close(value.strip(), place(owner, name));
        handle.execute(UPSERT, owner.tenant(), owner.user(), name, sealed);
    }

    public Map<String, String> of(Actor owner) {
        Map<String, String> values = new HashMap<>();
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.select(SELECT, owner.tenant(), owner.user())
                                        .map(
                                                (row, _) ->
                                                        Map.entry(
                                                                row.getString(1), row.getBytes(2)))
                                        .forEach(
                                                row ->
                                                        open(owner, row)
                                                                .ifPresent(
                                                                        v ->
                                                                                values.put(
                                                                                        row
                                                                                                .getKey(),
                                                                                        v))));
        return values;
    }

    private Optional<String> open(Actor owner, Map.Entry<String, byte[]> row) {
        return seal.open(row.getValue(), place(owner, row.getKey()));
    }

    private static String place(Actor owner, String name) {
        return owner.tenant() + '\n' + owner.user() + '\n' + name;
    }
}
