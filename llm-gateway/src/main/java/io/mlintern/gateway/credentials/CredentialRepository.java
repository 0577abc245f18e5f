package io.mlintern.gateway.credentials;

import io.mlintern.kit.database.Database;
import io.mlintern.protocol.Actor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Users' keys and addresses, sealed at rest. What does not open any more (another key file) is as if it were not there.
final class CredentialRepository {
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

    private record Row(String name, ByteBuffer sealed) {
        Row(String name, byte[] sealed) {
            this(name, ByteBuffer.wrap(sealed));
        }
    }

    private final Database database;
    private final Vault vault;

    CredentialRepository(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /// Sets the named values in one transaction; an empty one removes the name.
    void put(Actor owner, Map<String, String> values) {
        database.jdbi()
                .useTransaction(
                        handle -> values.forEach((name, value) -> put(handle, owner, name, value)));
    }

    private void put(Handle handle, Actor owner, String name, String value) {
        if (value.isEmpty()) handle.execute(DELETE, owner.tenant(), owner.user(), name);
        else {
            byte[] sealed = vault.seal(value, place(owner, name));
            handle.execute(UPSERT, owner.tenant(), owner.user(), name, sealed);
        }
    }

    Map<String, String> of(Actor owner) {
        Map<String, String> values = new HashMap<>();
        for (Row row : rows(owner))
            vault.open(row.sealed(), place(owner, row.name()))
                    .ifPresent(value -> values.put(row.name(), value));
        return values;
    }

    private List<Row> rows(Actor owner) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.select(SELECT, owner.tenant(), owner.user())
                                        .map((row, _) -> new Row(row.getString(1), row.getBytes(2)))
                                        .list());
    }

    private static String place(Actor owner, String name) {
        return owner.tenant() + '\n' + owner.user() + '\n' + name;
    }
}
