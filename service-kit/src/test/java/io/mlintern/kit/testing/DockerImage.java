package io.mlintern.kit.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Whether Docker answers and has an image, or can get it soon. Asked of the command `docker` itself, since Testcontainers
/// waits for minutes where a daemon runs and no registry can be reached.
final class DockerImage {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PULL = Duration.ofSeconds(90);

    private DockerImage() {}

    static boolean isAtHand(String image) {
        return succeeds(ANSWER, "docker", "version")
                && (succeeds(ANSWER, "docker", "image", "inspect", image)
                        || succeeds(PULL, "docker", "pull", "--quiet", image));
    }

    private static boolean succeeds(Duration within, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try {
                return process.waitFor(within.toSeconds(), TimeUnit.SECONDS)
                        && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
