package io.mlintern.system.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Judges one session's facts, commands and files by promise 1: nothing is lost, nothing happens twice.
final class Promise {
    private final Job job;
    private final List<Event> facts;
    private final List<String> broken = new ArrayList<>();

    private Promise(Job job, List<Event> events) {
        this.job = job;
        this.facts = events.stream().filter(event -> event.seq() > 0).toList();
    }

    /// What is not as promised; nothing when all turns that were accepted have ended.
    static List<String> broken(Job job, List<Event> events) {
        Promise promise = new Promise(job, events);
        promise.countsWithoutHole();
        promise.takesEachOperationOnce();
        promise.endsEachTurnOnce();
        new Calls(promise.facts, promise.broken::add).check();
        promise.runsEachCommandOnce();
        promise.writesEachNote();
        return promise.broken;
    }

    private void countsWithoutHole() {
        List<Integer> seqs = facts.stream().map(Event::seq).toList();
        List<Integer> whole = IntStream.rangeClosed(1, facts.size()).boxed().toList();
        if (!seqs.equals(whole)) broken.add("seq is not 1, 2, 3, …: " + seqs);
    }

    private void takesEachOperationOnce() {
        List<String> accepted = job.accepted().stream().map(Job.Accepted::operation).toList();
        List<String> taken =
                facts.stream()
                        .filter(fact -> fact.is("user_message"))
                        .map(fact -> fact.text("operation_id"))
                        .toList();
        if (!taken.equals(accepted)) {
            broken.add("accepted %s, but in the log %s".formatted(accepted, taken));
        }
    }

    private void endsEachTurnOnce() {
        boolean open = false;
        int turns = 0;
        for (Event fact : facts) {
            if (fact.is("processing")) {
                if (open) broken.add("turn %d begins in a turn".formatted(fact.turn()));
                open = true;
                turns++;
            } else if (fact.endsTurn()) {
                if (!open) broken.add("turn %d ends again".formatted(fact.turn()));
                open = false;
                if (!fact.is("turn_complete") || !fact.text("reason").equals("completed")) {
                    broken.add("turn %d ends with %s".formatted(fact.turn(), fact));
                }
            }
        }
        if (open) broken.add("a turn has no end");
        if (turns != job.accepted().size()) {
            broken.add("%d turns for %d prompts".formatted(turns, job.accepted().size()));
        }
    }

    private void runsEachCommandOnce() {
        Effects effects = Effects.of(job.folder());
        Set<String> calls = effects.calls();
        for (String call : calls) {
            long begun = effects.begun().getOrDefault(call, 0L);
            long ended = effects.ended().getOrDefault(call, 0L);
            if (begun != 1 || ended != 1) {
                broken.add("%s has begun %d times, ended %d times".formatted(call, begun, ended));
            }
        }
        Set<String> asked = Calls.commands(facts);
        if (!calls.equals(asked)) {
            broken.add("commands asked for: %s; run: %s".formatted(asked, calls));
        }
    }

    private void writesEachNote() {
        for (Job.Accepted taken : job.accepted()) {
            if (!WorkPlan.writesNote(taken.prompt())) continue;
            Path note = job.folder().resolve(WorkPlan.note(taken.prompt()));
            if (!content(note).equals(WorkPlan.noteText(taken.prompt()))) {
                broken.add("%s has: %s".formatted(note, content(note)));
            }
        }
    }

    private static String content(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "(not there)";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
