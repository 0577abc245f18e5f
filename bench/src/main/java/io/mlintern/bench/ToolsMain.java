package io.mlintern.bench;

import io.mlintern.bench.figures.Switches;
import io.mlintern.bench.figures.TextTable;
import io.mlintern.bench.model.InstantModel;
import io.mlintern.bench.model.WaitingScript;
import io.mlintern.bench.server.BenchServer;
import io.mlintern.bench.server.BenchSessions;
import io.mlintern.bench.server.CommittedLog;
import io.mlintern.bench.server.Durability;
import io.mlintern.bench.server.SettledTools;
import io.mlintern.local.server.Service;
import io.mlintern.protocol.Topics;
import io.mlintern.system.ProductServer;
import io.mlintern.system.ProductServer.Form;
import io.mlintern.system.crash.SecondReplica;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// `tools`: how many commands that only wait 1, 2 and 4 tool-service processes carry out per second while more of them are queued.
public final class ToolsMain {
    private static final String HEADING = "### Tool throughput";
    private static final List<Integer> PROCESSES = List.of(1, 2, 4);
    private static final int SESSIONS = 8;
    private static final int BATCH = 16;
    private static final int WARM_UP_PER_SLOT = 4;

    private final int slots;
    private final String seconds;
    private final int perSlot;
    private final List<Double> rates = new ArrayList<>();

    private ToolsMain(Switches switches) {
        slots = switches.number("--slots", 4);
        seconds = switches.value("--seconds").orElse("0.5");
        perSlot = switches.number("--calls", 25);
    }

    /// Switches: `--slots 4` of a process, `--seconds 0.5` that a command waits, `--calls 25` measured for each slot, `--write`.
    public static void main(String[] arguments) throws InterruptedException {
        Switches switches =
                Switches.read(
                        Set.of("--write"),
                        Set.of("--slots", "--seconds", "--calls"),
                        List.of(arguments));
        new ToolsMain(switches).run(Report.begin(switches.has("--write")));
    }

    private void run(Report report) throws InterruptedException {
        Map<String, String> settings = Map.of("MLINTERN_TOOL_SERVICE_SLOTS", "" + slots);
        var script = new WaitingScript(BATCH, seconds);
        List<SecondReplica> more = new CopyOnWriteArrayList<>();
        Thread end = Thread.ofPlatform().unstarted(() -> more.forEach(SecondReplica::close));
        Runtime.getRuntime().addShutdownHook(end);
        try (BenchServer started = BenchServer.start(Form.PROCESSES, settings);
                InstantModel model = InstantModel.start(script);
                BenchSessions sessions = BenchSessions.open(started.product(), model, SESSIONS)) {
            sessions.begin();
            measure(started.product(), more);
            report.settings(Durability.check(started.product()));
            script.stop();
        }
        say(report);
    }

    private void measure(ProductServer server, List<SecondReplica> more) {
        try (CommittedLog log = new CommittedLog(server.kafka(), Topics.TOOL_RESULTS).toEnd()) {
            SettledTools settled = new SettledTools(log);
            for (int processes : PROCESSES) {
                while (1 + more.size() < processes) {
                    int number = more.size() + 2;
                    more.add(SecondReplica.of(server, Service.TOOL_SERVICE, number));
                }
                more.forEach(SecondReplica::awaitReady);
                settled.skipTo(Instant.now());
                rates.add(rate(settled, processes));
            }
        }
    }

    private double rate(SettledTools settled, int processes) {
        settled.take(processes * slots * WARM_UP_PER_SLOT);
        return settled.perSecond(processes * slots * perSlot);
    }

    private void say(Report report) {
        var table = new TextTable("processes", "slots", "calls/s", "× one process", "of ideal");
        List<String> cells =
                new ArrayList<>(List.of("sleep %s, %d slots each".formatted(seconds, slots)));
        for (int at = 0; at < rates.size(); at++) {
            double rate = rates.get(at);
            double ratio = rate / rates.getFirst();
            int processes = PROCESSES.get(at);
            double ideal = processes * slots / Double.parseDouble(seconds);
            table.row(processes, processes * slots, rate, ratio, rate / ideal);
            cells.add("%.1f/s (%.2f)".formatted(rate, ratio));
        }
        System.out.println(table);
        report.row(HEADING, cells);
    }
}
