package io.mlintern.bench;

import io.mlintern.bench.figures.Switches;
import io.mlintern.bench.model.Course;
import io.mlintern.bench.server.BenchServer;
import io.mlintern.bench.server.ProcessMemory;
import io.mlintern.bench.server.Recovery;
import io.mlintern.local.server.Service;
import io.mlintern.system.ProductServer;
import io.mlintern.system.ProductServer.Form;
import io.mlintern.system.crash.SecondReplica;
import io.mlintern.system.crash.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `memory`: what a server occupies idle and under load, and how long its working sessions stand still when it is killed.
///
/// In the combined form the server is killed and started again; with `--processes` it is the orchestrator, and at the end one whose
/// tasks another orchestrator takes over.
public final class MemoryMain {
    private static final String HEADING = "### Memory and restart";
    private static final int WITHOUT_END = Integer.MAX_VALUE - 1;
    private static final int BETWEEN_KILLS = 300;

    private final Form form;
    private final int sessions;
    private final int kills;
    private final Duration idle;
    private final Duration load;
    private final List<String> cells = new ArrayList<>();

    private MemoryMain(Switches switches) {
        form = switches.has("--processes") ? Form.PROCESSES : Form.COMBINED;
        sessions = switches.number("--sessions", 64);
        kills = switches.number("--kills", 3);
        idle = Duration.ofSeconds(switches.number("--idle", 20));
        load = Duration.ofSeconds(switches.number("--load", 30));
    }

    /// Switches: `--processes`, `--sessions 64`, `--kills 3`, `--idle 20` and `--load 30` (seconds), `--write`.
    public static void main(String[] arguments) throws InterruptedException {
        Switches switches =
                Switches.read(
                        Set.of("--processes", "--write"),
                        Set.of("--sessions", "--kills", "--idle", "--load"),
                        List.of(arguments));
        new MemoryMain(switches).run(Report.begin(switches.has("--write")));
    }

    private void run(Report report) throws InterruptedException {
        boolean inProcesses = form == Form.PROCESSES;
        cells.add((inProcesses ? "processes" : "combined") + ", " + sessions + " sessions");
        Map<String, String> settings =
                inProcesses ? Map.of("MLINTERN_ORCHESTRATOR_ENGINE_STANDBYS", "1") : Map.of();
        try (BenchServer started = BenchServer.start(form, settings)) {
            ProductServer server = started.product();
            Thread.sleep(idle);
            say("idle", ProcessMemory.of(server));
            Course course = new Course(1, WITHOUT_END);
            try (LoopRun run = LoopRun.begin(server, sessions, course)) {
                say("most under load", most(server));
                restarts(server, inProcesses ? Victim.ORCHESTRATOR : Victim.LOCAL, run);
                if (inProcesses) {
                    failOver(server, run);
                } else {
                    cells.add("–");
                }
                course.stop();
            }
        }
        report.row(HEADING, cells);
    }

    private void say(String what, Object value) {
        System.out.println(what + ": " + value);
        cells.add(value.toString());
    }

    private ProcessMemory most(ProductServer server) throws InterruptedException {
        long until = System.nanoTime() + load.toNanos();
        ProcessMemory most = ProcessMemory.of(server);
        while (System.nanoTime() < until) {
            Thread.sleep(Duration.ofSeconds(1));
            ProcessMemory now = ProcessMemory.of(server);
            if (now.mib() > most.mib()) most = now;
        }
        return most;
    }

    /// The slowest of them is told.
    private void restarts(ProductServer server, Victim victim, LoopRun run)
            throws InterruptedException {
        List<Recovery> all = new ArrayList<>();
        for (int kill = 1; kill <= kills; kill++) {
            all.add(Recovery.byRestart(server, victim, run.ids()));
            System.out.printf("restart %d of %s: %s%n", kill, victim, all.getLast());
            run.awaitMore(BETWEEN_KILLS);
        }
        say(
                "slowest restart",
                all.stream()
                        .max((one, other) -> one.all().compareTo(other.all()))
                        .map(Recovery::toString)
                        .orElse("–"));
    }

    private void failOver(ProductServer server, LoopRun run) throws InterruptedException {
        try (var second = SecondReplica.of(server, Service.ORCHESTRATOR, 2).awaitReady()) {
            run.awaitMore(BETWEEN_KILLS);
            say("fail-over", Recovery.byOthers(server, Victim.ORCHESTRATOR, run.ids()));
            second.kill();
        }
    }
}
