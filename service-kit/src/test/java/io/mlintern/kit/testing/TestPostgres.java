package io.mlintern.kit.testing;

import io.mlintern.kit.database.DatabaseConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;

/// A real PostgreSQL for the tests of a module: started once per run, ended with the JVM.
public final class TestPostgres {
    private static final int POOL_SIZE = 4;

    private TestPostgres() {}

    /// An empty schema with a role of its own that owns it and can do nothing else; what was in it before is gone.
    public static DatabaseConfig emptySchema(String schema) {
        String password = schema + "-password";
        var url = url();
        execute(
                "DROP SCHEMA IF EXISTS " + schema + " CASCADE",
                """
                DO $$ BEGIN
                  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                    CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
                  END IF;
                END $$
                """
                        .formatted(schema, password),
                "CREATE SCHEMA " + schema + " AUTHORIZATION " + schema);
        return new DatabaseConfig(url, schema, password, schema, POOL_SIZE);
    }

    public static String url() {
        return "jdbc:postgresql://127.0.0.1:" + Running.SERVER.getPort() + "/postgres";
    }

    /// Runs statements as the superuser: for what a service itself may not do.
    public static void execute(String... statements) {
        try (var connection = Running.SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the test database refused a statement", e);
        }
    }

    /// The one number that a query gives, seen as the superuser.
    public static int count(String query) {
        try (var connection = Running.SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the test database refused a query", e);
        }
    }

    private static final class Running {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
            } catch (IOException e) {
                throw new UncheckedIOException("the test database did not start", e);
            }
        }
    }
}
