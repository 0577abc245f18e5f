package io.mlintern.kit.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    private static final Seal SEAL = new Seal(new byte[32]);

    @TempDir Path folder;

    @Test
    void aValueOpensForItsPlaceAndKeyAlone() {
        byte[] sealed = SEAL.close("größe", "local\nada\nHF_TOKEN");
        byte[] other = new byte[32];
        other[31] = 1;

        assertThat(SEAL.open(sealed, "local\nada\nHF_TOKEN")).hasValue("größe");
        assertThat(SEAL.open(sealed, "local\neve\nHF_TOKEN")).isEmpty();
        assertThat(new Seal(other).open(sealed, "local\nada\nHF_TOKEN")).isEmpty();
        assertThat(SEAL.open(new byte[3], "local\nada\nHF_TOKEN")).isEmpty();
    }

    @Test
    void theSameValueIsNeverSealedTheSameWay() {
        assertThat(SEAL.close("value", "place")).isNotEqualTo(SEAL.close("value", "place"));
    }

    @Test
    void whatIsInTablesAlreadyOpensForEver() {
        byte[] stored =
                Base64.getDecoder()
                        .decode("zne9RtJqnMqqO36CZYTf61cuVC93tCUYSZAC8O6+46LOD9aBrrxMvQ==");

        assertThat(SEAL.open(stored, "local\nada\nHF_TOKEN")).hasValue("hub-token-ü");
    }

    @Test
    void aKeyFileIsReadInBothAlphabetsAndAWrongOneIsNotShown() throws IOException {
        byte[] key = new byte[32];
        key[0] = (byte) 0xfb;
        key[1] = (byte) 0xff;
        Path file = folder.resolve("key");
        Files.writeString(file, Base64.getEncoder().encodeToString(key) + "\n");
        byte[] sealed = Seal.of(file).close("value", "place");
        Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(key));

        assertThat(Seal.of(file).open(sealed, "place")).hasValue("value");
        Files.writeString(file, "wrong-key");
        assertThatThrownBy(() -> Seal.of(file))
                .hasMessageContaining("mlintern.credentials-key-file")
                .hasNoCause()
                .message()
                .doesNotContain("wrong-key");
    }
}
