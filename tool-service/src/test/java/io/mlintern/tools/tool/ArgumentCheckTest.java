package io.mlintern.tools.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.JsonObject;
import io.mlintern.tools.Tools;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentCheckTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    bash; {}; "command" is missing
                    bash; {"command": 1}; "command" must be string, not integer
                    bash; {"command": "x", "timeout": "1"}; "timeout" must be integer, not string
                    bash; {"command": "x", "timeout": 1.5}; "timeout" must be integer, not number
                    bash; {"command": "x", "cwd": "y"}; there is no argument "cwd"
                    bash; {"command": null}; "command" must be string, not null
                    edit; {"path": "a", "old_str": "b"}; "new_str" is missing
                    edit; {"path": "a", "old_str": "b", "new_str": "c", "mode": "after"}; "mode" must be one of
                    """)
    void aComplaintNamesTheField(String tool, String arguments, String complaint) {
        assertThat(check(tool).complaint(JsonObject.parse(arguments).orElseThrow()))
                .hasValueSatisfying(
                        text ->
                                assertThat(text)
                                        .startsWith("The arguments do not fit: ")
                                        .contains(complaint));
    }

    @Test
    void whatFitsGivesNoComplaint() {
        assertThat(check("bash").complaint(JsonObject.of(Map.of("command", "x", "timeout", 5))))
                .isEmpty();
    }

    @Test
    void allComplaintsAreMadeAtOnce() {
        assertThat(check("edit").complaint(JsonObject.EMPTY).orElseThrow())
                .contains("\"path\"", "\"old_str\"", "\"new_str\"");
    }

    private static ArgumentCheck check(String name) {
        return Tools.all(Map.of()).stream()
                .filter(tool -> tool.name().value().equals(name))
                .map(tool -> new ArgumentCheck(tool.parameters()))
                .findFirst()
                .orElseThrow();
    }
}
