package io.mlintern.kit.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// However a text is cut into pieces.
class MaskedStreamPropertyTest {
    /// @param kind which texts it is for
    record Case(
            Function<List<String>, SecretMask> kind, List<String> secrets, List<String> pieces) {
        SecretMask mask() {
            return kind.apply(secrets);
        }

        String text() {
            return String.join("", pieces);
        }

        @Override
        public String toString() {
            return secrets + " in " + pieces;
        }
    }

    @Property
    void thePiecesThatComeOutAreTogetherTheWholeTextMasked(@ForAll("cases") Case given) {
        var stream = given.mask().stream();
        var shown = new StringBuilder();
        given.pieces().forEach(piece -> shown.append(stream.push(piece)));

        assertThat(shown.append(stream.end())).hasToString(given.mask().mask(given.text()));
    }

    @Property
    void noSecretIsLeft(@ForAll("cases") Case given) {
        String masked = given.mask().mask(given.text());

        assertThat(given.secrets()).isNotEmpty().noneMatch(masked::contains);
    }

    @Property(tries = 100)
    void whateverComesNextWhatWentOutWasRight(@ForAll("cases") Case given) {
        var stream = given.mask().stream();
        var seen = new StringBuilder();
        var shown = new StringBuilder();
        for (String piece : given.pieces()) {
            seen.append(piece);
            shown.append(stream.push(piece));
            for (String secret : given.secrets()) {
                for (int at = 1; at < secret.length(); at++) {
                    String goneOn = given.mask().mask(seen + secret.substring(at));
                    assertThat(goneOn).as("%s after %s", secret, seen).startsWith(shown);
                }
            }
        }
    }

    @Property
    void onlyWhatMayBeASecretIsHeldBack(@ForAll("words") List<String> pieces) {
        var mask = SecretMask.ofModelText(List.of("topsecret"));
        var stream = mask.stream();
        var seen = new StringBuilder();
        var shown = new StringBuilder();
        for (String piece : pieces) {
            seen.append(piece);
            shown.append(stream.push(piece));
            String held = longestBeginning(mask, seen.toString());
            String whole = mask.mask(seen + "|").replace("|", "");
            // a beginning that is itself the end of a secret stands behind its mark
            boolean open = whole.endsWith(held);
            assertThat(shown)
                    .as(seen.toString())
                    .hasToString(open ? whole.substring(0, whole.length() - held.length()) : whole);
        }
    }

    private static String longestBeginning(SecretMask mask, String seen) {
        String longest = "";
        for (String form : mask.forms()) {
            for (int length = 1; length < form.length(); length++) {
                String beginning = form.substring(0, length);
                if (seen.endsWith(beginning) && length > longest.length()) {
                    longest = beginning;
                }
            }
        }
        return longest;
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of("to", "tops", "ecret", " ", "topsecret", "p", "top", "et.", "x")
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<Case> cases() {
        // few letters: they overlap, repeat and contain each other
        Arbitrary<String> secret =
                Arbitraries.strings().withChars("abc/+").ofMinLength(6).ofMaxLength(11);
        return secret.list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .flatMap(
                        secrets ->
                                Combinators.combine(
                                                kinds(), text(secrets), cuts().list().ofMaxSize(60))
                                        .as(
                                                (kind, text, cuts) ->
                                                        new Case(kind, secrets, cut(text, cuts))));
    }

    private static Arbitrary<Function<List<String>, SecretMask>> kinds() {
        return Arbitraries.of(
                List.of(SecretMask::ofModelText, SecretMask::ofOutput, SecretMask::ofErrors));
    }

    private static Arbitrary<Integer> cuts() {
        return Arbitraries.integers().between(1, 9);
    }

    private static Arbitrary<String> text(List<String> secrets) {
        Arbitrary<String> secret = Arbitraries.of(secrets);
        Arbitrary<String> tail = Arbitraries.strings().withChars("abc").ofLength(34);
        Arbitrary<String> part =
                Arbitraries.oneOf(
                        secret,
                        secret.flatMap(
                                s ->
                                        Arbitraries.integers()
                                                .between(0, s.length())
                                                .map(to -> s.substring(0, to))),
                        secret.map(s -> URLEncoder.encode(s, StandardCharsets.UTF_8)),
                        secret.map(MaskedStreamPropertyTest::base64),
                        tail.map(t -> "hf_" + t),
                        tail.map(t -> " bearer  " + t),
                        secret.map(s -> "MY_TOKEN=" + s),
                        secret.map(s -> "http://u:" + s + "@h"),
                        Arbitraries.strings().withChars("abc/ \nAKIS-_=hfsk").ofMaxLength(12));
        return part.list().ofMinSize(1).ofMaxSize(8).map(parts -> String.join("", parts));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> cut(String text, List<Integer> cuts) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        for (int cut : cuts) {
            int end = Math.min(text.length(), at + cut);
            pieces.add(text.substring(at, end));
            at = end;
        }
        pieces.add(text.substring(at));
        return pieces;
    }
}
