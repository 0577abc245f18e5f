package io.mlintern.local;

import io.mlintern.local.command.Training;
import java.io.IOException;
import java.nio.file.Path;

/// The launcher calls it after a build: `SCRATCH_FOLDER`.
public final class TrainingMain {
    private TrainingMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        new Training(Path.of(args[0]), System.out).run();
    }
}
