package io.mlintern.gateway.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The demo's plan: its steps in order, of which so many are done.
final class DemoPlan {
    private static final List<String> STEPS =
            List.of(
                    "Look at the folder",
                    "Have data to learn from",
                    "Write the training script",
                    "Train, and read the metrics",
                    "Fix what the metrics show, and train again",
                    "Report the numbers");

    static final int DATA = 1;
    static final int SCRIPT = 2;
    static final int TRAIN = 3;
    static final int FIX = 4;
    static final int DONE = STEPS.size();

    private DemoPlan() {}

    /// The whole plan, its first `done` steps completed and the next one in progress.
    static ScriptReply.Call at(int done) {
        List<Map<String, Object>> todos = new ArrayList<>();
        for (int i = 0; i < STEPS.size(); i++)
            todos.add(todo(i, i < done ? "completed" : i == done ? "in_progress" : "pending"));
        return DemoTools.plan(todos);
    }

    /// What was reached when the job cannot go on: the steps that will not happen are taken off.
    static ScriptReply.Call endedAt(int done) {
        List<Map<String, Object>> todos = new ArrayList<>();
        for (int i = 0; i < done; i++) todos.add(todo(i, "completed"));
        return DemoTools.plan(todos);
    }

    private static Map<String, Object> todo(int step, String status) {
        Map<String, Object> todo = new LinkedHashMap<>();
        todo.put("id", Integer.toString(step + 1));
        todo.put("content", STEPS.get(step));
        todo.put("status", status);
        return todo;
    }
}
