package io.mlintern.kit.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {
    private static final String A30 = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5";
    private static final String A40 = A30 + "0123456789";
    private static final SecretMask NONE_KNOWN = SecretMask.ofModelText(List.of());

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

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    [32mhf_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5; [32m[REDACTED_HF_TOKEN]
                    Authorization: Bearer abcdefghijklmnopqrst.uv; Authorization: Bearer [REDACTED]
                    postgres://ada:lovelace@db/x; postgres://[REDACTED]@db/x
                    MY_API_KEY=abcd1234; MY_API_KEY=[REDACTED]
                    PASSWORD="two words"; PASSWORD="[REDACTED]"
                    HF_TOKEN=$HF_TOKEN; HF_TOKEN=$HF_TOKEN
                    the token is not here; the token is not here
                    """)
    void inAnOutputValuesWithSecretNamesGoToo(String text, String masked) {
        assertThat(SecretMask.ofOutput(List.of()).mask(text)).isEqualTo(masked);
    }

    @Test
    void inAnErrorPartsOfKeysGoToo() {
        assertThat(
                        SecretMask.ofErrors(List.of("planted-value", "planted"))
                                .mask(
                                        "a planted-value, planted, sk-ant-0123456789, hf_abcdefghij, Bearer abcdefghijk"))
                .isEqualTo(
                        "a [REDACTED], [REDACTED], [REDACTED_PROVIDER_API_KEY], [REDACTED_HF_TOKEN], Bearer [REDACTED]");
    }

    @Test
    void whereATextBreaksOffInASecretMoreThanHalfOfItCountsAsTheWhole() {
        var mask = SecretMask.ofModelText(List.of("planted-secret"));

        assertThat(mask.mask("it is planted")).isEqualTo("it is planted");
        assertThat(mask.mask("it is planted-")).isEqualTo("it is [REDACTED]");
        assertThat(mask.mask("it is planted-s.")).isEqualTo("it is planted-s.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p@ss/w+rd&1", "with \"quotes\" and \\", "schlüssel-größe", "hunter22"})
    void aKnownSecretIsMaskedInEachForm(String secret) {
        var mask = SecretMask.ofModelText(List.of(secret));
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
        var mask = SecretMask.ofModelText(List.of("abcdefgh", "efghijkl"));

        assertThat(mask.mask("-abcdefghijkl-")).isEqualTo("-[REDACTED]-");
    }

    @Test
    void shortOnesAreLeftAloneBecauseTheyAreWords() {
        assertThat(SecretMask.ofModelText(List.of("the", "")).mask("the end")).isEqualTo("the end");
    }

    @Test
    void aPieceThatCannotBeginASecretComesOutAtOnce() {
        var stream = SecretMask.ofModelText(List.of("tops3cret")).stream();

        assertThat(stream.push("hello ")).isEqualTo("hello ");
        assertThat(stream.push("to")).isEmpty();
        assertThat(stream.push("day ")).isEqualTo("today ");
        assertThat(stream.push("tops3c")).isEmpty();
        assertThat(stream.push("ret.")).isEqualTo("[REDACTED].");
        assertThat(stream.push("top")).isEmpty();
        assertThat(stream.end()).isEqualTo("top");
    }

    @ParameterizedTest
    @ValueSource(strings = {"The models", " is", "with", "nah", "bug", "[scripted] 1 2 3"})
    void theLastLetterOfAWordDoesNotWait(String piece) {
        assertThat(NONE_KNOWN.stream().push(piece)).isEqualTo(piece);
    }

    @Test
    void whatIsHeldIsBounded() {
        var aKey = NONE_KNOWN.stream();
        assertThat(aKey.push("hf_" + "a".repeat(20_000)))
                .isEqualTo("[REDACTED_HF_TOKEN]" + "a".repeat(20_000 - 512));

        var aRepeatedLetter = SecretMask.ofModelText(List.of("aaaaaa")).stream();
        assertThat(aRepeatedLetter.push("a".repeat(20_000))).isEqualTo("[REDACTED]");
        assertThat(aRepeatedLetter.push("a".repeat(20_000))).isEmpty();
        assertThat(aRepeatedLetter.push(".")).isEqualTo(".");
    }

    @Test
    void aLongPieceThatEndsInHalfASecretShowsNothingOfIt() {
        var stream = SecretMask.ofModelText(List.of("tops3cret")).stream();

        assertThat(stream.push("-".repeat(20_000) + "tops3c")).isEqualTo("-".repeat(20_000));
        assertThat(stream.push("ret")).isEqualTo("[REDACTED]");
    }
}
