package io.mlintern.local;

import io.mlintern.local.command.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The launcher calls it after a build: `SCRATCH_FOLDER`. With `services` behind it the services' own caches are written instead.
public final class TrainingMain {
    private TrainingMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var training = new Training(Path.of(args[0]), System.out);
        if (List.of(args).contains("services")) {
            training.services();
        } else {
            training.run();
        }
    }
}
