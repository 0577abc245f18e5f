package io.mlintern.gateway.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the demo saw in the folder, read out of the output of [#LOOK].
///
/// @param path absolute
/// @param names of the entries, in the order of the listing
record DemoFolder(String path, List<String> names) {
    static final String LOOK = "echo \"folder: $PWD\"; ls -1A; echo \"end of listing\"";

    private static final Pattern LISTING =
            Pattern.compile("folder: (/[^\\n]*)\\n(.*?)end of listing", Pattern.DOTALL);

    static Optional<DemoFolder> in(String output) {
        Matcher found = LISTING.matcher(output.replace("\r", ""));
        if (!found.find()) return Optional.empty();
        List<String> names = new ArrayList<>();
        for (String line : found.group(2).lines().toList()) if (!line.isBlank()) names.add(line);
        return Optional.of(new DemoFolder(found.group(1).strip(), List.copyOf(names)));
    }

    Optional<String> data() {
        return names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".csv"))
                .findFirst();
    }

    /// A name that nothing in the folder has: what the user has there is never written over.
    String free(String stem, String suffix) {
        String name = stem + suffix;
        for (int n = 2; names.contains(name); n++) name = stem + "_" + n + suffix;
        return name;
    }

    String absolute(String name) {
        return path.endsWith("/") ? path + name : path + "/" + name;
    }
}
