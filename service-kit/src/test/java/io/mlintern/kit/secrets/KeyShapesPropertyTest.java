package io.mlintern.kit.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.kit.secrets.KeyShapes.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KeyShapesPropertyTest {
    @Property
    void noMatchBeginsWhereItsOpeningIsNot(
            @ForAll("shapes") Shape shape, @ForAll("texts") String text) {
        assertThat(openings(shape, text)).containsAll(matches(shape, text));
    }

    @Property
    void whereAMatchBeginsItsOpeningMayStandHoweverLittleOfItIsKnown(
            @ForAll("shapes") Shape shape, @ForAll("texts") String text, @ForAll int cut) {
        int known = text.isEmpty() ? 0 : Math.floorMod(cut, text.length());
        for (int at : matches(shape, text)) {
            if (at < known) {
                assertThat(shape.opening().mayStandBefore(text.substring(0, known), at))
                        .as("%s at %d of %s, of which %d are known", shape, at, text, known)
                        .isTrue();
            }
        }
    }

    private static List<Integer> openings(Shape shape, String text) {
        List<Integer> places = new ArrayList<>();
        int at = shape.opening().next(text, 0);
        while (at < text.length()) {
            places.add(at);
            at = shape.opening().next(text, at + 1);
        }
        return places;
    }

    private static List<Integer> matches(Shape shape, String text) {
        var matcher = shape.matcher(text);
        return IntStream.range(0, text.length())
                .filter(at -> matcher.region(at, text.length()).lookingAt())
                .boxed()
                .toList();
    }

    @Provide
    Arbitrary<Shape> shapes() {
        return Arbitraries.of(
                Stream.of(KeyShapes.IN_MODEL_TEXT, KeyShapes.IN_OUTPUT, KeyShapes.IN_ERRORS)
                        .flatMap(List::stream)
                        .toList());
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> opening =
                Arbitraries.of(
                        "hf_",
                        "sk-ant-",
                        "sk-",
                        "pk-",
                        "rk-",
                        "ghp_",
                        "gho_",
                        "github_pat_",
                        "AKIA",
                        "ASIA",
                        "bearer ",
                        "BeaRer\t",
                        "Bearer  ",
                        "eyJ",
                        "http://u:",
                        "://",
                        "@",
                        "=",
                        "MY_TOKEN=",
                        "API_KEY='",
                        "SECRET=\"",
                        "PASSWORD=",
                        "'",
                        "\"",
                        " ",
                        "\n",
                        "$");
        Arbitrary<String> letters = Arbitraries.strings().withChars("aB9_-.").ofMaxLength(4);
        Arbitrary<String> long16 = Arbitraries.strings().withChars("AB9").ofLength(16);
        Arbitrary<String> long40 = Arbitraries.strings().withChars("aB9").ofLength(41);
        return Arbitraries.oneOf(opening, letters, long16, long40)
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts))
                .flatMap(
                        text ->
                                Arbitraries.integers()
                                        .between(0, text.length())
                                        .map(end -> text.substring(0, end)));
    }
}
