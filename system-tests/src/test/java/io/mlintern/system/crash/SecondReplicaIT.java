package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.local.server.Service;
import io.mlintern.system.Broker;
import java.util.List;
import org.apache.kafka.common.GroupState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two replicas of a service, of which one stands still for longer than its lease, or dies while work moves between them.
///
/// `-Dmlintern.crash.pause=30` lets the command take that many seconds, and it stands still for as long.
@ExtendWith(SharedCrash.class)
class SecondReplicaIT {
    private static final int PAUSE_SECONDS = Integer.getInteger("mlintern.crash.pause", 13);

    /// The command ends while its worker stands still; the second one tells its end. What the first one knows when it goes on
    /// changes nothing.
    @Test
    void aWorkerThatStoodStillPastItsLeaseChangesNothing(Crash crash) {
        Job job = crash.open();
        String command = WorkPlan.COMMAND + WorkPlan.working("sleep " + PAUSE_SECONDS);
        try (var second = SecondReplica.of(crash.server, Service.TOOL_SERVICE).awaitReady()) {
            job.ask("key-1", command);
            crash.awaitRunning(job);
            long first = Victim.TOOL_SERVICE.process(crash.server).pid();
            boolean firstHasIt = crash.rows().ask(row("worker", job)).equals("tool-service");
            long holder = firstHasIt ? first : second.process().pid();
            Signals.send("STOP", holder);
            crash.log.awaitTurns(job.session(), 1, Crash.TURN);
            String told = crash.rows().ask(row("attempt || ' ' || worker", job));
            Signals.send("CONT", holder);

            assertThat(told).isEqualTo(firstHasIt ? "2 tool-service-2" : "2 tool-service");
            job.ask("key-2", WorkPlan.COMMAND + WorkPlan.working("sleep 1"));
            crash.endsAsPromised(job);
            assertThat(crash.rows().ask(row("attempt || ' ' || worker", job))).isEqualTo(told);
        }
    }

    private static String row(String what, Job job) {
        return "SELECT %s FROM tool_service.run WHERE call_id = '%s-1-1-0'"
                .formatted(what, job.session());
    }

    /// First the one that had everything, then, when it is back, the other one.
    @Test
    void anEngineThatDiesWhileItsSessionsMoveLosesNone(Crash crash) {
        try (var work = Workload.begin(crash.server, crash.model, crash.log, 4, 1);
                var second = SecondReplica.of(crash.server, Service.ORCHESTRATOR)) {
            awaitMembers(crash, 2);
            crash.kill(Victim.ORCHESTRATOR);
            second.awaitReady();
            Awaits.until(
                    "turns that go on with the second engine",
                    () -> work.phases().stream().anyMatch(phase -> phase != Phase.IDLE));
            crash.startAgain();
            second.kill();
            crash.startAgain();
            new Evidence(crash.server, crash.log, 1, List.of()).during(work::finish, work.jobs());

            crash.endsAsPromised(work.jobs());
        }
    }

    private void awaitMembers(Crash crash, int members) {
        try (Broker broker = Broker.of(crash.server)) {
            Awaits.until(
                    "a second engine that joins",
                    () -> {
                        var group = broker.group(Broker.ENGINE);
                        return group.members().size() >= members
                                || group.groupState() == GroupState.PREPARING_REBALANCE;
                    });
        }
    }
}
