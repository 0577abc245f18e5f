package io.mlintern.kit.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageTest {
    @ParameterizedTest
    @CsvSource({
        "08006, true",
        "53100, true",
        "57P01, true",
        "57P03, true",
        "23505, false",
        "42P01, false"
    })
    void isToldByTheStateWhereverItStands(String state, boolean away) {
        var failure = new IllegalStateException(new SQLException("no text is read", state));

        assertThat(Outage.isBehind(failure)).isEqualTo(away);
    }

    @Test
    void aPoolWithoutConnectionsIsOne() {
        assertThat(Outage.isBehind(new SQLTransientConnectionException("timed out"))).isTrue();
    }

    @Test
    void whatIsNotOfTheDatabaseIsNone() {
        assertThat(Outage.isBehind(new IllegalStateException("other"))).isFalse();
    }
}
