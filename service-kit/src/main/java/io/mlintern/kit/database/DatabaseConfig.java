package io.mlintern.kit.database;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where a service's tables are, and as whom it reaches them.
///
/// @param url JDBC address of the one PostgreSQL, such as `jdbc:postgresql://127.0.0.1:5432/mlintern`
/// @param user the service's own role
/// @param schema the service's own schema; nothing else is on the search path
/// @param poolSize most connections that are open at a time
/// @param connectionInit statement that each new connection starts with
public record DatabaseConfig(
        String url,
        String user,
        String password,
        String schema,
        int poolSize,
        Optional<String> connectionInit) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    public DatabaseConfig {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("the database url is not one of PostgreSQL's");
        }
        if (!NAME.matcher(schema).matches()) {
            throw new IllegalArgumentException("not the name of a schema: " + schema);
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("a pool has at least one connection");
        }
    }

    public DatabaseConfig(String url, String user, String password, String schema, int poolSize) {
        this(url, user, password, schema, poolSize, Optional.empty());
    }

    public DatabaseConfig withPoolSize(int size) {
        return new DatabaseConfig(url, user, password, schema, size, connectionInit);
    }

    /// The same database, with `statement` run once on each new connection.
    public DatabaseConfig withConnectionInit(String statement) {
        return new DatabaseConfig(url, user, password, schema, poolSize, Optional.of(statement));
    }

    /// Without the password, so that a log never has it.
    @Override
    public String toString() {
        return user + " at " + url + ", schema " + schema;
    }
}
