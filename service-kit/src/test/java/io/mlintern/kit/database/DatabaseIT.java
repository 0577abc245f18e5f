package io.mlintern.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mlintern.kit.testing.TestPostgres;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

class DatabaseIT {
    @Test
    void opensWithItsOwnTablesAndOnlyItsSchemaOnThePath() {
        try (var database = Database.open(TestPostgres.emptySchema("kit_test"))) {
            var jdbi = database.jdbi();

            jdbi.useHandle(h -> h.execute("INSERT INTO greeting (text) VALUES ('hello')"));

            assertThat(only(database, "SELECT text FROM kit_test.greeting")).isEqualTo("hello");
            assertThat(only(database, "SHOW search_path")).isEqualTo("kit_test");
            assertThat(only(database, "SELECT version FROM migration_history WHERE type = 'SQL'"))
                    .isEqualTo("1");
            assertThat(database.isReachable()).isTrue();
        }
    }

    @Test
    void openedAgainKeepsWhatIsThere() {
        var config = TestPostgres.emptySchema("kit_test");
        try (var database = Database.open(config)) {
            database.jdbi().useHandle(h -> h.execute("INSERT INTO greeting (text) VALUES ('x')"));
        }

        try (var database = Database.open(config)) {
            assertThat(only(database, "SELECT count(*)::text FROM greeting")).isEqualTo("1");
        }
    }

    @Test
    void aClosedOneIsNotReachable() {
        var database = Database.open(TestPostgres.emptySchema("kit_test"));
        database.close();

        assertThat(database.isReachable()).isFalse();
    }

    @Test
    void aServiceWithoutMigrationsIsRefused() {
        var config = TestPostgres.emptySchema("kit_without_scripts");

        assertThatThrownBy(() -> Database.open(config).close())
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("db/kit_without_scripts");
    }

    @Test
    void eachNewConnectionStartsWithItsStatement() {
        var config =
                TestPostgres.emptySchema("kit_test").withConnectionInit("SET enable_seqscan=off");
        try (var database = Database.open(config)) {
            assertThat(only(database, "SHOW enable_seqscan")).isEqualTo("off");
        }
    }

    @Test
    void thePasswordIsNotInTheText() {
        var config = TestPostgres.emptySchema("kit_test");

        assertThat(config.toString()).doesNotContain(config.password());
    }

    @Test
    void hearsNotificationsAndConnectsAgainWhenCutOff() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (var database = Database.open(TestPostgres.emptySchema("kit_test"));
                var _ = Notifications.listen(database, "kit_test_hints", recorder(heard))) {
            await().until(() -> heard.contains("(connected)"));
            notify(database, "first");
            await().until(() -> heard.contains("first"));

            TestPostgres.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'mlintern-kit_test-listen'");

            await().until(() -> heard.equals(List.of("(connected)", "first", "(connected)")));
            notify(database, "second");
            await().until(() -> heard.contains("second"));
        }
    }

    private static Notifications.Listener recorder(List<String> heard) {
        return new Notifications.Listener() {
            @Override
            public void notified(String payload) {
                heard.add(payload);
            }

            @Override
            public void connected() {
                heard.add("(connected)");
            }
        };
    }

    private static void notify(Database database, String payload) {
        database.jdbi()
                .useHandle(
                        h ->
                                h.select("SELECT pg_notify('kit_test_hints', ?)::text", payload)
                                        .mapTo(String.class)
                                        .one());
    }

    private static String only(Database database, String sql) {
        return database.jdbi().withHandle(h -> h.select(sql).mapTo(String.class).one());
    }
}
