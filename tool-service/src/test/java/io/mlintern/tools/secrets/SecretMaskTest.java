package io.mlintern.tools.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.Actor;
import io.mlintern.tools.workspace.WorkspaceFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretMaskTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    key hf_abcdefghijklmnopqrstuvwxyz012345 end; key [secret] end
                    sk-ant-xxxxxxxxxxxxxxxxxxxxxxxx; [secret]
                    ghp_abcdefghijklmnopqrstuvwxyz0123456789; [secret]
                    AKIAABCDEFGHIJKLMNOP; [secret]
                    Authorization: Bearer abcdefghijklmnopqrst.uv; Authorization: Bearer [secret]
                    postgres://ada:lovelace@db/x; postgres://[secret]@db/x
                    MY_API_KEY=abcd1234; MY_API_KEY=[secret]
                    PASSWORD="two words"; PASSWORD="[secret]"
                    HF_TOKEN=$HF_TOKEN; HF_TOKEN=$HF_TOKEN
                    the token is not here; the token is not here
                    hf_short; hf_short
                    """)
    void whatLooksLikeAKeyIsMasked(String text, String masked) {
        assertThat(new SecretMask(List.of()).apply(text)).isEqualTo(masked);
    }

    @Test
    void knownValuesAreMaskedWhereverTheyStandTheLongestFirst() {
        var mask = new SecretMask(List.of("open sesame", "open sesame now", "short"));

        assertThat(mask.apply("x=open sesame now; y=open sesame; short"))
                .isEqualTo("x=[secret]; y=[secret]; short");
    }

    @Test
    void secretsOfEnvFilesAreMaskedAlsoThoseWrittenMeanwhile() throws Exception {
        var mask =
                new SecretMasks(_ -> List.of("of-the-user"))
                        .of(new Actor("local", "ada"), new WorkspaceFolder(folder));
        Files.writeString(
                folder.resolve(".env"),
                "# keys\nexport WANDB_KEY = 'wandb value'\nDB_PASS=\"quoted\"\nMODEL=gpt2-large\n");

        assertThat(mask.apply("of-the-user wandb value quoted gpt2-large"))
                .isEqualTo("[secret] [secret] [secret] gpt2-large");
    }
}
