package io.mlintern.local.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/// One database; in it each service has a schema and a role of its own, both named as the service is, and sees no other.
public final class ServiceSchemas {
    /// The database that all services share.
    public static final String DATABASE = "mlintern";

    private ServiceSchemas() {}

    /// Makes what is missing, and sets the passwords; `passwords` is by schema name.
    public static void ensure(EmbeddedDatabase database, Map<String, String> passwords)
            throws SQLException {
        try (Connection connection = database.connect("postgres")) {
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'"))
                execute(connection, "CREATE DATABASE " + DATABASE);
        }
        try (Connection connection = database.connect(DATABASE)) {
            connection.setAutoCommit(false);
            execute(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
            for (Map.Entry<String, String> service : passwords.entrySet())
                ensure(connection, service.getKey(), service.getValue());
            connection.commit();
        }
    }

    private static void ensure(Connection connection, String schema, String password)
            throws SQLException {
        if (!schema.matches("[a-z_]+") || !password.matches("[A-Za-z0-9_-]+"))
            throw new IllegalArgumentException("not a schema with a generated password: " + schema);
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = '" + schema + "'"))
            execute(connection, "CREATE ROLE " + schema + " LOGIN");
        execute(connection, "ALTER ROLE %s PASSWORD '%s'".formatted(schema, password));
        execute(
                connection,
                "CREATE SCHEMA IF NOT EXISTS %s AUTHORIZATION %s".formatted(schema, schema));
        execute(connection, "ALTER ROLE %s SET search_path = %s".formatted(schema, schema));
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
