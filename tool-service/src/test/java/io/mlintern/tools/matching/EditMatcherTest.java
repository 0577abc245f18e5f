package io.mlintern.tools.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.tools.matching.TextEdit.Mode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// In the tables `|` is a line break, `~` CRLF, `>` a tab, `_` a blank and `^` a zero-width space.
class EditMatcherTest {

    @ParameterizedTest(name = "{0}: {2} for {1}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    a|b|c; b; X; a|X|c; EXACT
                    a|b|c; b|; ''; a|c; EXACT
                    a~b~c; a|b; X|Y; X~Y~c; LINE_ENDINGS
                    a~b~c; b; X|Y; a~X~Y~c; EXACT
                    foo__|bar_|baz; foo|bar; X; X_|baz; TRAILING_SPACE
                    x=f(a,__|b)|y; f(a,|b); g(c); x=g(c)|y; TRAILING_SPACE
                    class_A:|____def_f():|________return_1; def_f():|____return_1; def_f():|____return_2; class_A:|____def_f():|________return_2; INDENTATION
                    class_A:|____def_f():|________return_1; def_f():|____return_1; def_f():|____if_x:|________return_2; class_A:|____def_f():|________if_x:|____________return_2; INDENTATION
                    if_a:|>b()|>c(); ____b()|____c(); ____d()|________e()|; if_a:|>d()|>>e()|; INDENTATION
                    ________a|____b; ____a|b; ____c|b|; ________c|____b|; INDENTATION
                    s_=_“hi”_+_1; s_=_"hi"; s_=_0; s_=_0_+_1; TYPOGRAPHY
                    a^b|c—d|e; b|c-d; X; a^X|e; TYPOGRAPHY
                    ^^x|y_z|w; y_z; Q; ^^x|Q|w; EXACT
                    ^x|a–b; x|a-b; Q; ^Q; TYPOGRAPHY
                    """)
    void aPassageIsReplacedAndNothingAroundIt(
            String text, String old, String replacement, String expected, Looseness looseness) {
        var result = EditMatcher.apply(shown(text), replace(shown(old), shown(replacement)));

        assertThat(result).isEqualTo(new EditResult.Edited(shown(expected), 1, looseness));
    }

    @ParameterizedTest(name = "{1} in {0}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    a|b|a; a; fits 2 places, on lines 1, 3
                    aaa; aa; fits 2 places
                    f(a)_|x|f(a)__|; f(a)|x|f(a)|x; not found
                    __a|__b|x|____a|____b; a|b; fits 2 places (ignoring indentation), on lines 1, 4
                    foobar; foo_; not found
                    xfoo; _foo|; not found
                    ____a|________b|____c; a|b|c; indented in another way
                    abc; ''; old_str is empty
                    abc; abc; are the same
                    abc; d; not found
                    a|b; __|__; not found
                    """)
    void whatIsNotOnePassageIsRefusedWithAReason(String text, String old, String reason) {
        var result = EditMatcher.apply(shown(text), replace(shown(old), "abc"));

        assertThat(result)
                .isInstanceOfSatisfying(
                        EditResult.Refused.class,
                        refused -> assertThat(refused.reason()).contains(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"APPEND_AFTER", "PREPEND_BEFORE"})
    void insertingAtTwoPlacesIsAmbiguousToo(Mode mode) {
        var result = EditMatcher.apply("a\nb\na\n", new TextEdit("a", "x", mode, false));

        assertThat(result).isInstanceOf(EditResult.Refused.class);
    }

    @Test
    void everywhereChangesAllPlacesAndCountsThem() {
        var result = EditMatcher.apply("aaa b aa", new TextEdit("aa", "x", Mode.REPLACE, true));

        assertThat(result).isEqualTo(new EditResult.Edited("xa b x", 2, Looseness.EXACT));
    }

    @Test
    void insertedTextTakesTheIndentationOfItsPlace() {
        String file = "class A:\n    x = 1\n    y = 2\n";

        var before = new TextEdit("x = 1\ny = 2", "w = 0\n", Mode.PREPEND_BEFORE, false);
        var after = new TextEdit("x = 1\ny = 2", "\nz = 3", Mode.APPEND_AFTER, false);

        assertThat(EditMatcher.apply(file, before))
                .isEqualTo(
                        new EditResult.Edited(
                                "class A:\n    w = 0\n    x = 1\n    y = 2\n",
                                1,
                                Looseness.INDENTATION));
        assertThat(EditMatcher.apply(file, after))
                .isEqualTo(
                        new EditResult.Edited(
                                "class A:\n    x = 1\n    y = 2\n    z = 3\n",
                                1,
                                Looseness.INDENTATION));
    }

    /// Whatever is overlooked, what lies before and behind the passage stays to the last character.
    @Test
    void forAnyTextTheRestStaysAsItWas() {
        int edited = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            String before = lines(random, 1 + random.nextInt(4), "p");
            String passage = lines(random, 1 + random.nextInt(3), "q").stripTrailing();
            String behind = "\n" + lines(random, 1 + random.nextInt(4), "r");
            String old = blurred(random, passage.strip());

            switch (EditMatcher.apply(before + passage + behind, replace(old, "NEW"))) {
                case EditResult.Edited(String text, _, _) -> {
                    assertThat(text).as("seed %d", seed).startsWith(before).endsWith(behind);
                    int end = text.length() - behind.length();
                    assertThat(text.substring(before.length(), end).strip())
                            .as("seed %d", seed)
                            .isEqualTo("NEW");
                    edited++;
                }
                case EditResult.Refused(String reason) ->
                        assertThat(reason).as("seed %d", seed).contains("indented in another way");
            }
        }
        assertThat(edited).isGreaterThan(2_000);
    }

    private static String lines(Random random, int count, String mark) {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(" ".repeat(random.nextInt(5))).append(mark).append(i);
            lines.append(random.nextBoolean() ? "“—”" : "").append(" ".repeat(random.nextInt(3)));
            lines.append(random.nextInt(4) == 0 ? "\r\n" : "\n");
        }
        return lines.toString();
    }

    private static String blurred(Random random, String text) {
        String blurred = random.nextBoolean() ? text.replaceAll("(?m)[ \r]+$", "") : text;
        if (random.nextBoolean()) blurred = blurred.replaceAll("(?m)^ +", "");
        return random.nextBoolean() ? blurred.replace('—', '-').replaceAll("[“”]", "\"") : blurred;
    }

    private static TextEdit replace(String old, String replacement) {
        return new TextEdit(old, replacement, Mode.REPLACE, false);
    }

    private static String shown(String table) {
        return table.replace("|", "\n")
                .replace("~", "\r\n")
                .replace('>', '\t')
                .replace('_', ' ')
                .replace('^', '\u200B');
    }
}
