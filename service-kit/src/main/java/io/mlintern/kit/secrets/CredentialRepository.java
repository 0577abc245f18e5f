package io.mlintern.kit.secrets;

import io.mlintern.kit.database.Database;
import io.mlintern.protocol.Actor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Users' credentials in the table `credential` of a service's own schema, each value sealed for its row.
///
/// A value that does not open any more (another key file) is as if it were not there.
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

    public CredentialRepository(Database database, Seal seal) {
        this.database = database;
        this.seal = seal;
    }

    /// Sets the named values, without the blanks around them, in one transaction; a blank one removes its name.
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
        for (var row : rows(owner)) {
            seal.open(row.getValue(), place(owner, row.getKey()))
                    .ifPresent(value -> values.put(row.getKey(), value));
        }
        return values;
    }

    private List<Map.Entry<String, byte[]>> rows(Actor owner) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.select(SELECT, owner.tenant(), owner.user())
                                        .map(
                                                (row, _) ->
                                                        Map.entry(
                                                                row.getString(1), row.getBytes(2)))
                                        .list());
    }

    private static String place(Actor owner, String name) {
        return owner.tenant() + '\n' + owner.user() + '\n' + name;
    }
}
