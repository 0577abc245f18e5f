package io.mlintern.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LivingProcessTest {
    @Test
    void weLiveAndAreNotAwaitedForEver() throws InterruptedException {
        var us = ProcessHandle.current();

        assertThat(LivingProcess.of(us.pid())).contains(us);
        assertThat(LivingProcess.awaitEnd(us, Duration.ofMillis(50))).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void oneThatHasEndedIsGoneThoughItsParentNeverAsksHow() throws Exception {
        // sleep takes the shell's place and knows nothing of the shell's child
        var parent =
                new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 300 >/dev/null")
                        .start();
        try {
            long child = firstNumber(parent.inputReader());
            var handle = ProcessHandle.of(child).orElseThrow();

            assertThat(LivingProcess.awaitEnd(handle, Duration.ofSeconds(30))).isTrue();

            assertThat(ProcessHandle.of(child)).as("its number is still taken").isPresent();
            assertThat(LivingProcess.of(child)).isEmpty();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static long firstNumber(BufferedReader output) throws IOException {
        return Long.parseLong(output.readLine());
    }
}
