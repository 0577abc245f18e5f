package io.mlintern.gateway.script;

import io.mlintern.gateway.chat.ToolSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The tools that the demo's job needs, as calls.
final class DemoTools {
    static final String PLAN = "plan_tool";
    private static final List<String> NEEDED = List.of("bash", "read", "write", "edit");

    private final Set<String> offered;

    DemoTools(List<ToolSpec> tools) {
        offered = tools.stream().map(ToolSpec::name).collect(Collectors.toUnmodifiableSet());
    }

    List<String> missing() {
        return NEEDED.stream().filter(name -> !offered.contains(name)).toList();
    }

    boolean canPlan() {
        return offered.contains(PLAN);
    }

    static ScriptReply.Call bash(String command, String description) {
        return call("bash", "command", command, "description", description);
    }

    static ScriptReply.Call read(String path) {
        return call("read", "path", path);
    }

    static ScriptReply.Call write(String path, String content) {
        return call("write", "path", path, "content", content);
    }

    static ScriptReply.Call edit(String path, String before, String after) {
        return call("edit", "path", path, "old_str", before, "new_str", after);
    }

    static ScriptReply.Call plan(List<Map<String, Object>> todos) {
        return call(PLAN, "todos", todos);
    }

    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static ScriptReply.Call call(String tool, Object... pairs) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) arguments.put((String) pairs[i], pairs[i + 1]);
        return new ScriptReply.Call(tool, arguments);
    }
}
