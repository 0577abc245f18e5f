package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.cli.server.LivingProcess;
import io.mlintern.kit.testing.SmallDisk;
import io.mlintern.system.Api;
import io.mlintern.system.ProductServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// The disks of a server are full in the middle of a turn, and have room again.
///
/// Runs with `-Dmlintern.crash.disks=true`: it takes 100 s.
@EnabledIfSystemProperty(named = "mlintern.crash.disks", matches = "true")
class FullDiskIT {
    private static final int MEGABYTES = 600;
    private static final int MEGABYTES_OF_LOG = 200;
    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;
    private static final int NO_SERVER = 7;

    @TempDir Path folder;

    @Test
    void whatWasAcceptedIsCarriedOutOnceWhenThereIsRoomAgain() throws IOException {
        Path home = folder.toRealPath().resolve("home");
        try (var disk = SmallDisk.at(home, MEGABYTES);
                var logDisk = SmallDisk.at(home.resolve("kafka"), MEGABYTES_OF_LOG);
                var crash = Crash.begin(home, ProductServer.Form.PROCESSES)) {
            Job job = crash.open();
            withoutRoomForTheDatabaseAndOurFiles(crash, job, disk);
            withoutRoomForTheLog(crash, job, logDisk);
        }
    }

    /// Nothing dies for good, and nobody has to start anything.
    private static void withoutRoomForTheDatabaseAndOurFiles(Crash crash, Job job, SmallDisk disk) {
        job.ask("first", "turn 1");
        crash.awaitRunning(job);

        disk.fill();

        Awaits.until("a new session to be refused", () -> newSession(job) == UNAVAILABLE);

        disk.giveRoom();
        Awaits.until("a new session", () -> newSession(job) == CREATED);
        crash.endsAsPromised(job);
        assertThat(Victim.values()).allMatch(one -> one.lives(crash.server));
    }

    /// The answer's status; nothing where none came in time.
    private static int newSession(Job job) {
        try {
            var answer = askForSession(job);
            assertThat(answer.statusCode()).as(answer.body()).isIn(CREATED, UNAVAILABLE);
            if (answer.statusCode() == UNAVAILABLE) {
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            return answer.statusCode();
        } catch (UncheckedIOException none) {
            return 0;
        }
    }

    private static HttpResponse<String> askForSession(Job job) {
        String key = UUID.randomUUID().toString();
        return job.api().post("/api/sessions", key, Api.settings("vllm/x", job.folder()));
    }

    /// The broker ends, and says why it cannot start; what it had acknowledged is there when there is room.
    private static void withoutRoomForTheLog(Crash crash, Job job, SmallDisk disk) {
        job.ask("second", "turn 2");
        crash.awaitRunning(job);
        ProcessHandle broker = Victim.LOCAL.process(crash.server);

        Awaits.until(
                "the broker to give its log up",
                () -> {
                    disk.fill();
                    return !LivingProcess.lives(broker);
                });
        var refused = crash.server.tryToStart();
        assertThat(refused.exit()).isEqualTo(NO_SERVER);
        assertThat(refused.err())
                .contains("The disk of " + crash.server.home().resolve("kafka") + " has no room");
        assertThat(Victim.values())
                .filteredOn(one -> one != Victim.LOCAL)
                .allMatch(one -> one.lives(crash.server));

        disk.giveRoom();
        crash.startAgain();
        crash.endsAsPromised(job);
    }
}
