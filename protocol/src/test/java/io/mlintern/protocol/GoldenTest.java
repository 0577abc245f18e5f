package io.mlintern.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records as they were once written: every later version reads them, for ever. A file is added for a new type and never
/// changed; `-Ddocs=write` writes only those that are missing.
class GoldenTest {
    private static final String FOLDER = "protocol/src/test/resources/golden";

    /// A golden file is named after its type; `-2` and so on are further shapes of it.
    static List<String> names() {
        if (Committed.isWriting()) {
            MessageType.all().forEach(GoldenTest::writeMissing);
        }
        return Committed.names(FOLDER);
    }

    static Stream<MessageType> types() {
        return MessageType.all().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatWasWrittenOnceIsReadAndWrittenBackTheSame(String name) throws Exception {
        JsonNode golden = golden(name);

        Message read = read(name, golden);

        assertThat(Json.mapper().readTree(Codec.value(read))).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aMemberOfALaterVersionIsIgnored(String name) throws Exception {
        JsonNode golden = golden(name);
        ObjectNode later = golden.deepCopy();
        later.put("member_of_a_later_version", 1);
        if (later.path("data") instanceof ObjectNode data) {
            data.putObject("member_of_a_later_version").put("deep", true);
        }

        assertThat(read(name, later)).isEqualTo(read(name, golden));
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeHasAGoldenFile(MessageType type) {
        assertThat(names())
                .as("a type without a golden file; write it with: %s", Committed.COMMAND)
                .contains(type.ceType() + ".json");
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatMayBeAbsentIsLeftOutAndReadAsAbsent(MessageType type) throws Exception {
        for (Message bare : Samples.bare(type)) {
            byte[] value = Codec.value(bare);

            assertThat(Codec.read(headers(type.ceType()), value).message()).isEqualTo(bare);
        }
    }

    @Test
    void noGoldenFileIsOfATypeThatIsGone() {
        assertThat(names()).allMatch(name -> MessageType.named(ceType(name)).isPresent());
    }

    private static void writeMissing(MessageType type) {
        var samples = Samples.whole(type);
        IntStream.range(0, samples.size())
                .forEach(
                        index -> {
                            String suffix = index == 0 ? ".json" : "-" + (index + 1) + ".json";
                            var file = Committed.path(FOLDER).resolve(type.ceType() + suffix);
                            if (!Files.exists(file)) {
                                Committed.write(file, pretty(Codec.value(samples.get(index))));
                            }
                        });
    }

    private static String pretty(byte[] value) {
        try {
            return Json.mapper().readTree(new String(value, UTF_8)).toPrettyString() + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ceType(String name) {
        return name.replaceFirst("(-[0-9]+)?\\.json$", "");
    }

    private static JsonNode golden(String name) throws JsonProcessingException {
        return Json.mapper().readTree(Committed.read(Committed.path(FOLDER).resolve(name)));
    }

    private static Message read(String name, JsonNode value) throws UnreadableRecord {
        return Codec.read(headers(ceType(name)), value.toString().getBytes(UTF_8)).message();
    }

    private static Map<String, String> headers(String ceType) {
        return Map.of(
                Codec.CE_TYPE, ceType,
                Codec.CE_ID, "id-1",
                Codec.CE_SOURCE, "/mlintern/test",
                Codec.CE_TIME, "2026-01-02T12:00:00Z",
                Codec.CE_TENANT, "local",
                Codec.CE_ACTOR, "ada");
    }
}
