package io.mlintern.kit.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MaskedJsonPropertyTest {
    private static final List<String> SECRETS =
            List.of("pl\"ant\\ed", "zwölf\n12", "1234567", "naaaan", "\ud83d\ude00smile");
    private static final SecretMask MASK = SecretMask.ofModelText(SECRETS);
    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final ObjectMapper ESCAPED =
            JsonMapper.builder(new JsonFactory()).enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Property
    void whateverIsMaskedInItJsonStaysJsonWithEachStringMasked(
            @ForAll("objects") Map<String, Object> given,
            @ForAll @IntRange(min = 1, max = 20) int size,
            @ForAll boolean escaped)
            throws JsonProcessingException {
        String json = (escaped ? ESCAPED : PLAIN).writeValueAsString(given);

        String masked = inPieces(json, size);

        assertThat(PLAIN.readValue(masked, Object.class)).isEqualTo(maskedValue(given));
    }

    @Property
    void withoutASecretNothingChanges(
            @ForAll("objects") Map<String, Object> given,
            @ForAll @IntRange(min = 1, max = 20) int size)
            throws JsonProcessingException {
        String json = ESCAPED.writeValueAsString(given);
        if (!maskedValue(given).equals(given)) return;

        assertThat(inPieces(json, size)).isEqualTo(json);
    }

    private static String inPieces(String json, int size) {
        var stream = MASK.json();
        var shown = new StringBuilder();
        for (int at = 0; at < json.length(); at += size) {
            shown.append(stream.push(json.substring(at, Math.min(json.length(), at + size))));
        }
        return shown.append(stream.end()).toString();
    }

    private static Object maskedValue(Object value) {
        return switch (value) {
            case String text -> MASK.mask(text);
            case List<?> list -> list.stream().map(MaskedJsonPropertyTest::maskedValue).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> masked = new LinkedHashMap<>();
                map.forEach((key, inside) -> masked.put(maskedValue(key), maskedValue(inside)));
                yield masked;
            }
            case Number number -> {
                String masked = MASK.mask(number.toString());
                yield masked.equals(number.toString()) ? number : masked;
            }
            default -> value;
        };
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        Arbitrary<Object> values =
                Arbitraries.oneOf(
                        texts().map(Object.class::cast),
                        Arbitraries.of(1, 1234567, -1234567, 91234567, true, 0.5, 7),
                        texts().list().ofMaxSize(3).map(Object.class::cast),
                        Arbitraries.maps(texts(), texts()).ofMaxSize(2).map(Object.class::cast));
        return Arbitraries.maps(texts(), values).ofMaxSize(4);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.of(SECRETS),
                        Arbitraries.of(SECRETS).map(secret -> secret.substring(1)),
                        Arbitraries.of(SECRETS).map(secret -> secret.substring(0, 4)),
                        Arbitraries.strings().withChars("ab\"\\\n/ü{}:, ").ofMaxLength(6))
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }
}
