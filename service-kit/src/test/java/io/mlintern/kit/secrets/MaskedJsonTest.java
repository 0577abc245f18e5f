package io.mlintern.kit.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedJsonTest {
    private static final SecretMask MASK =
            SecretMask.ofModelText(List.of("planted \"secret\" \\1", "nplanted", "471147114711"));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            textBlock =
                    """
                    {"a":"x planted \\"secret\\" \\\\1 y"}; {"a":"x [REDACTED] y"}
                    {"a":"\\u0070lanted \\u0022secret\\u0022 \\u005C1"}; {"a":"[REDACTED]"}
                    {"planted \\"secret\\" \\\\1":1}; {"[REDACTED]":1}
                    {"a":"\\nplanted"}; {"a":"\\nplanted"}
                    {"a":"\\\\nplanted"}; {"a":"\\\\[REDACTED]"}
                    {"a":471147114711,"b":true}; {"a":"[REDACTED]","b":true}
                    [-471147114711.5e1]; ["-[REDACTED].5e1"]
                    471147114711; "[REDACTED]"
                    {"a":"planted \\"secr; {"a":"[REDACTED]
                    cat 471147114711, "\\u471147114711; cat [REDACTED], "\\u[REDACTED]
                    {"a":"\\uxy471147114711"}; {"a":"\\uxy[REDACTED]"}
                    """)
    void aSecretIsFoundByTheValueOfItsString(String json, String masked) {
        for (int size = 1; size <= json.length(); size++) {
            var stream = MASK.json();
            var shown = new StringBuilder();
            for (int at = 0; at < json.length(); at += size) {
                shown.append(stream.push(json.substring(at, Math.min(json.length(), at + size))));
            }
            assertThat(shown.append(stream.end())).as("by %d", size).hasToString(masked);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command\":",
                "{\"a\":\"ls -l",
                "{\"a\": [1, 2.5e-3, true, null], ",
                "{\"a\":\"\\u00fc\\/\\t"
            })
    void whatIsNoSecretGoesOutAtOnceAndByteForByte(String json) {
        assertThat(MASK.json().push(json)).isEqualTo(json);
    }

    @Test
    void aNumberWithoutAnEndIsTakenForText() {
        var stream = MASK.json();

        assertThat(stream.push("1".repeat(2_000))).hasSizeGreaterThan(1_900);
    }
}
