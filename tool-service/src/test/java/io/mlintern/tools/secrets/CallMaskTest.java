package io.mlintern.tools.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.Actor;
import io.mlintern.tools.workspace.WorkspaceFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallMaskTest {
    @TempDir Path folder;

    @Test
    void secretsOfEnvFilesAreMaskedAlsoThoseWrittenMeanwhile() throws Exception {
        var mask =
                new SecretMasks(_ -> List.of("of-the-user"))
                        .of(new Actor("local", "ada"), new WorkspaceFolder(folder));
        Files.writeString(
                folder.resolve(".env"),
                "# keys\nexport WANDB_KEY = 'wandb value'\nDB_PASS=\"quoted\"\nMODEL=gpt2-large\n");

        assertThat(mask.apply("of-the-user wandb value quoted gpt2-large"))
                .isEqualTo("[REDACTED] [REDACTED] [REDACTED] gpt2-large");
    }
}
