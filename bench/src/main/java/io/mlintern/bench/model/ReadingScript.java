package io.mlintern.bench.model;

import io.mlintern.system.ModelAnswer;
import io.mlintern.system.ModelAnswer.Call;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Each answer reads a few lines of a small file, until the course is over; then each session gets a last word.
public final class ReadingScript implements Script {
    /// The file in each session's workspace, of [#LINES] lines.
    public static final String FILE = "notes.txt";

    public static final int LINES = 200;

    private static final int SHOWN = 5;

    private final Course course;
    private final Set<Integer> ended = ConcurrentHashMap.newKeySet();

    public ReadingScript(Course course) {
        this.course = course;
    }

    @Override
    public ModelAnswer answer(int session, int number, long nanos) {
        boolean first = number == 1;
        if (!first && !course.comesRound(nanos)) {
            ended.add(session);
            return ModelAnswer.says("That was all.");
        }
        // Never the same call twice in a row: that is what a model does that is stuck.
        int offset = 1 + number % (LINES - SHOWN);
        return ModelAnswer.calls(
                new Call("read", Map.of("path", FILE, "offset", offset, "limit", SHOWN)));
    }

    /// How many sessions have got their last word.
    public int ended() {
        return ended.size();
    }
}
