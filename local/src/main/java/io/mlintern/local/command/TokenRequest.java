package io.mlintern.local.command;

import io.mlintern.local.folder.Fatal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What `admin token create` was asked for. Groups of our own (`mlintern-…`: services, administrators) are given to nobody.
record TokenRequest(String user, Set<String> groups) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String RESERVED = "mlintern-";

    TokenRequest {
        groups = Set.copyOf(groups);
        check("user", user);
        for (String group : groups) {
            check("group", group);
            if (group.startsWith(RESERVED))
                throw usage("The group '%s' is reserved; take another.".formatted(group));
        }
    }

    private static void check(String what, String name) {
        if (!NAME.matcher(name).matches())
            throw usage(
                    "'%s' is no name of a %s: 1 to 64 letters, digits, dots, hyphens, underscores."
                            .formatted(name, what));
    }

    /// Reads `create --user NAME [--groups A,B]`; options are also taken as `--user=NAME`.
    static TokenRequest parse(List<String> arguments) {
        if (arguments.isEmpty()) throw usage("Which command? create.");
        if (!arguments.getFirst().equals("create"))
            throw usage("Unknown command 'admin token %s'.".formatted(arguments.getFirst()));
        String user = "";
        Set<String> groups = new LinkedHashSet<>();
        Deque<String> rest = new ArrayDeque<>(arguments.subList(1, arguments.size()));
        while (!rest.isEmpty()) {
            String word = rest.pop();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (equals > 0) {
                rest.push(word.substring(equals + 1));
                word = word.substring(0, equals);
            }
            switch (word) {
                case "--user" -> user = value(word, rest);
                case "--groups" -> groups.addAll(List.of(value(word, rest).split(",", -1)));
                case String other -> throw usage("Unknown option '%s'.".formatted(other));
            }
        }
        if (user.isEmpty()) throw usage("Say whose token it is: --user NAME.");
        return new TokenRequest(user, groups);
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) throw usage(option + " needs a value.");
        return rest.pop();
    }

    private static Fatal usage(String problem) {
        return new Fatal(Fatal.USAGE, problem + " See: ml-intern admin token --help");
    }
}
