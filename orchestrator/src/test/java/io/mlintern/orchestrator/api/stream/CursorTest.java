package io.mlintern.orchestrator.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final SessionId ONE = new SessionId("aaaaaaaaaaaaaaaaaaaa");
    private static final SessionId OTHER = new SessionId("baaaaaaaaaaaaaaaaaaa");

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 0", "0, 1", "123456789012, 77"})
    void whatIsWrittenIsRead(long offset, long seq) {
        var cursor = new Cursor(offset, seq);

        assertThat(Cursor.read(ONE, cursor.text(ONE))).contains(cursor);
    }

    @Test
    void aCursorBelongsToItsSession() {
        assertThat(Cursor.read(OTHER, new Cursor(5, 1).text(ONE))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "now", "AAAA", "ä", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void otherTextIsNoCursor(String text) {
        assertThat(Cursor.read(ONE, text)).isEmpty();
    }

    @Test
    void oneChangedCharacterMakesItNone() {
        String text = new Cursor(5, 1).text(ONE);
        for (int i = 0; i < text.length(); i++) {
            char changed = text.charAt(i) == 'A' ? 'B' : 'A';
            String other = text.substring(0, i) + changed + text.substring(i + 1);
            assertThat(Cursor.read(ONE, other)).as(other).isEmpty();
        }
    }
}
