package io.mlintern.kit.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/// A service's schema in PostgreSQL: migrated, pooled, with nothing but itself on the search path.
///
/// Not proxyable: produce it as a `@Singleton` with [io.mlintern.kit.ForService], and close it in a disposer.
public final class Database implements AutoCloseable {
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(5);
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final DatabaseConfig config;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(DatabaseConfig config, HikariDataSource pool) {
        this.config = config;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /// Opens the pool and brings the schema up to date from `db/<schema>`. Several replicas may do so at once.
    public static Database open(DatabaseConfig config) {
        return open(config, Migrations.of(config.schema()));
    }

    /// The same with another set of scripts: a library's tables live in the schema of the service that uses it.
    public static Database open(DatabaseConfig config, Migrations migrations) {
        var pool = new HikariDataSource(pooled(config, migrations));
        try {
            migrate(pool, config, migrations);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        return new Database(config, pool);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    public DataSource dataSource() {
        return pool;
    }

    public String schema() {
        return config.schema();
    }

    /// Whether a statement could run now. Answers within a few seconds and never throws.
    public boolean isReachable() {
        try (var connection = pool.getConnection()) {
            return connection.isValid((int) PROBE.toSeconds());
        } catch (SQLException e) {
            return false;
        }
    }

    /// A connection outside the pool, for whoever waits on it: LISTEN holds its connection for ever.
    Connection unpooled() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password());
        properties.setProperty("currentSchema", config.schema());
        properties.setProperty("ApplicationName", "mlintern-" + config.schema() + "-listen");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(config.url(), properties);
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariConfig pooled(DatabaseConfig config, Migrations migrations) {
        var hikari = new HikariConfig();
        hikari.setPoolName(config.schema() + ":" + migrations.location());
        hikari.setJdbcUrl(config.url());
        hikari.setUsername(config.user());
        hikari.setPassword(config.password());
        hikari.setMaximumPoolSize(config.poolSize());
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        hikari.setValidationTimeout(PROBE.toMillis());
        hikari.setInitializationFailTimeout(CONNECTION_WAIT.toMillis());
        hikari.addDataSourceProperty("currentSchema", config.schema());
        hikari.addDataSourceProperty("ApplicationName", "mlintern-" + config.schema());
        hikari.addDataSourceProperty("tcpKeepAlive", "true");
        config.connectionInit().ifPresent(hikari::setConnectionInitSql);
        return hikari;
    }

    private static void migrate(DataSource pool, DatabaseConfig config, Migrations migrations) {
        var _ =
                Flyway.configure(Database.class.getClassLoader())
                        .dataSource(pool)
                        .defaultSchema(config.schema())
                        .schemas(config.schema())
                        .locations("classpath:" + migrations.location())
                        .failOnMissingLocations(true)
                        .table(migrations.historyTable())
                        // the schema may hold another set's tables already
                        .baselineOnMigrate(true)
                        .baselineVersion("0")
                        .load()
                        .migrate();
    }
}
