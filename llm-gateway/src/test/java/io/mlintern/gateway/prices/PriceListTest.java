package io.mlintern.gateway.prices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.protocol.Json;
import io.mlintern.protocol.ModelId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {
    private final PriceList shipped = PriceList.shipped();

    @ParameterizedTest
    @CsvSource({
        "anthropic/claude-opus-4-5,            5,    25",
        "anthropic/claude-opus-4-5-20251101,   5,    25",
        "anthropic/claude-opus-4-1-20250805,   15,   75",
        "anthropic/claude-sonnet-4-20250514,   3,    15",
        "anthropic/claude-3-7-sonnet-latest,   3,    15",
        "anthropic/claude-haiku-4-5,           1,    5",
        "openai/gpt-5,                         1.25, 10",
        "openai/gpt-5-2025-08-07,              1.25, 10",
        "openai/gpt-5-mini,                    0.25, 2",
        "openai/gpt-4o-2024-08-06,             2.50, 10",
        "openai/gpt-4o-2024-05-13,             5,    15",
        "openai/o4-mini,                       1.10, 4.40",
    })
    void aModelAndItsDatedVersionsHaveTheListPrice(String model, String input, String output) {
        assertThat(shipped.of(new ModelId(model)))
                .hasValueSatisfying(
                        price -> {
                            assertThat(price.input()).isEqualByComparingTo(input);
                            assertThat(price.output()).isEqualByComparingTo(output);
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic/claude-opus-99",
        "anthropic/claude-opus-4-5-turbo",
        "openai/gpt-5-audio",
        "claude-opus-4-5",
        "gpt-5",
    })
    void aModelThatIsNotListedHasNoPrice(String model) {
        assertThat(shipped.of(new ModelId(model))).isEmpty();
    }

    @Test
    void theShippedListSaysOfWhenAndFromWhereItIs() throws IOException {
        try (var in = PriceList.class.getResourceAsStream("prices.json")) {
            var list = Json.mapper().readTree(Objects.requireNonNull(in));

            assertThat(list.path("as_of").asText()).matches("\\d{4}-\\d{2}-\\d{2}");
            assertThat(list.path("sources")).isNotEmpty();
        }
    }

    @Test
    void cachePricesAreOptional() throws IOException {
        var list = read("{\"models\":{\"vllm/x\":{\"input\":0.1,\"output\":2}}}");

        assertThat(list.of(new ModelId("vllm/x")))
                .contains(
                        new Price(
                                new BigDecimal("0.1"),
                                new BigDecimal("2"),
                                Optional.empty(),
                                Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 'models' is missing",
                "{\"models\":{\"a/b\":{\"output\":1}}} | a/b: 'input' is missing",
                "{\"models\":{\"a/b\":{\"input\":1,\"output\":\"1\"}}} | a/b: 'output' is no amount",
                "{\"models\":{\"a/b\":{\"input\":1,\"output\":-1}}} | a/b: 'output' is no amount",
                "{\"models\":{\"a/b\":{\"input\":1,\"output\":1,\"cashe\":1}}} | a/b has the unknown member 'cashe'",
                "{\"models\": | cannot be read",
            })
    void aListThatIsWrongIsRefusedWithTheFileAndThePlace(
            String json, String place, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("prices.json"), json);

        assertThatThrownBy(() -> PriceList.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(place.strip());
    }

    private static PriceList read(String json) throws IOException {
        return PriceList.read(json.getBytes(UTF_8));
    }
}
