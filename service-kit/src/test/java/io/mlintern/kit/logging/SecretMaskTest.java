package io.mlintern.kit.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {
    private static final String A30 = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5";
    private static final String A40 = A30 + "0123456789";
    private static final SecretMask NONE_KNOWN = SecretMask.of(List.of());

    @ParameterizedTest
    @CsvSource({
        "hf_" + A30 + ", [REDACTED_HF_TOKEN]",
        "sk-ant-" + A30 + ", [REDACTED_PROVIDER_API_KEY]",
        "sk-proj-" + A40 + ", [REDACTED_PROVIDER_API_KEY]",
        "ghp_" + A40 + ", [REDACTED_GITHUB_TOKEN]",
        "github_pat_" + A40 + ", [REDACTED_GITHUB_TOKEN]",
        "AKIAIOSFODNN7EXAMPLE, [REDACTED_AWS_KEY_ID]",
        "bearer " + A30 + ", Bearer [REDACTED]",
    })
    void whatIsShapedLikeAKeyIsMasked(String key, String instead) {
        assertThat(NONE_KNOWN.mask("see '" + key + "', or not"))
                .isEqualTo("see '" + instead + "', or not");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf_short",
                "sk-learn is not a key",
                "XAKIAIOSFODNN7EXAMPLE",
                "AKIAIOSFODNN7EXAMPLEX",
                "the bearer of news",
                "pad_token = tokenizer.eos_token",
                "max_new_tokens: 512"
            })
    void otherTextStaysAsItIs(String text) {
        assertThat(NONE_KNOWN.mask(text)).isEqualTo(text);
    }

    @Test
    void forWhatIsKeptNamedValuesGoToo() {
        assertThat(NONE_KNOWN.scrub("MY_TOKEN = abc\nexport DB_PASSWORD=hunter2; x=1"))
                .isEqualTo("MY_TOKEN=[REDACTED]\nexport DB_PASSWORD=[REDACTED] x=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p@ss/w+rd&1", "with \"quotes\" and \\", "schlüssel-größe", "hunter22"})
    void aKnownSecretIsMaskedInEachForm(String secret) {
        var mask = SecretMask.of(List.of(secret));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);

        assertThat(mask.mask("x" + secret + "y")).isEqualTo("x[REDACTED]y");
        assertThat(mask.mask(URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .isEqualTo("[REDACTED]");
        assertThat(mask.mask(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20")))
                .isEqualTo("[REDACTED]");
        assertThat(mask.mask(Base64.getEncoder().encodeToString(bytes))).contains("[REDACTED]");
        assertThat(mask.mask(Base64.getUrlEncoder().encodeToString(bytes))).contains("[REDACTED]");
        for (String user : List.of("u:", "us:", "use:", "user:")) {
            byte[] basic = (user + secret + "\n").getBytes(StandardCharsets.UTF_8);
            String encoded = Base64.getEncoder().encodeToString(basic);
            String masked = mask.mask(encoded);
            assertThat(masked).contains("[REDACTED]");
            assertThat(masked.replace("[REDACTED]", "").length())
                    .isLessThanOrEqualTo(encoded.length() - bytes.length);
        }
    }

    @Test
    void ofTwoThatOverlapNothingRemains() {
        var mask = SecretMask.of(List.of("abcdefgh", "efghijkl"));

        assertThat(mask.mask("-abcdefghijkl-")).isEqualTo("-[REDACTED]-");
    }

    @Test
    void shortOnesAreLeftAloneBecauseTheyAreWords() {
        assertThat(SecretMask.of(List.of("the", "")).mask("the end")).isEqualTo("the end");
    }

    @Test
    void noPlantedSecretSurvivesInWhateverPiecesTheTextComes() {
        for (long seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            List<String> secrets = secrets(random);
            var mask = SecretMask.of(secrets);
            String text = text(random, secrets);

            String whole = mask.mask(text);

            assertThat(secrets).as("seed %d", seed).noneMatch(whole::contains);
            assertThat(inPieces(mask, text, random)).as("seed %d: %s", seed, text).isEqualTo(whole);
        }
    }

    @Test
    void aPieceThatCannotBeginASecretComesOutAtOnce() {
        var stream = SecretMask.of(List.of("tops3cret")).stream();

        assertThat(stream.push("hello ")).isEqualTo("hello ");
        assertThat(stream.push("to")).isEmpty();
        assertThat(stream.push("day ")).isEqualTo("today ");
        assertThat(stream.push("tops3c")).isEmpty();
        assertThat(stream.push("ret.")).isEqualTo("[REDACTED].");
        assertThat(stream.push("top")).isEmpty();
        assertThat(stream.end()).isEqualTo("top");
    }

    @Test
    void whatIsHeldIsBounded() {
        var stream = NONE_KNOWN.stream();

        String out = stream.push("hf_" + "a".repeat(20_000));

        assertThat(out).isEqualTo("[REDACTED_HF_TOKEN]");
    }

    private static List<String> secrets(Random random) {
        List<String> secrets = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            // few letters: they overlap, repeat and contain each other
            secrets.add(letters(random, "abc/+", 6 + random.nextInt(6)));
        }
        return secrets;
    }

    private static String text(Random random, List<String> secrets) {
        var text = new StringBuilder();
        int parts = 1 + random.nextInt(8);
        for (int i = 0; i < parts; i++) {
            String secret = secrets.get(random.nextInt(secrets.size()));
            text.append(
                    switch (random.nextInt(7)) {
                        case 0 -> secret;
                        case 1 -> secret.substring(0, random.nextInt(secret.length()));
                        case 2 -> URLEncoder.encode(secret, StandardCharsets.UTF_8);
                        case 3 ->
                                Base64.getEncoder()
                                        .encodeToString(secret.getBytes(StandardCharsets.UTF_8));
                        case 4 -> "hf_" + letters(random, "abc", 25 + random.nextInt(10));
                        case 5 -> "Bearer " + letters(random, "abc", 15 + random.nextInt(10));
                        default -> letters(random, "abc/ \nAKIS-", random.nextInt(12));
                    });
        }
        return text.toString();
    }

    private static String letters(Random random, String alphabet, int length) {
        var letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return letters.toString();
    }

    private static String inPieces(SecretMask mask, String text, Random random) {
        var stream = mask.stream();
        var out = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(9));
            out.append(stream.push(text.substring(at, end)));
            at = end;
        }
        return out.append(stream.end()).toString();
    }
}
