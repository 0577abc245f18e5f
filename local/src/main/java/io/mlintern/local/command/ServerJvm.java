package io.mlintern.local.command;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.OwnerFile;
import io.mlintern.local.server.Distribution;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Starts JVMs that outlive this call: in a session of their own, with no descriptor of the caller, with a log of their own and
/// without the keys that the caller's environment happens to hold.
final class ServerJvm {
    /// Keys and addresses of providers reach a server as a user's credentials, not as its environment.
    private static final Pattern CREDENTIAL =
            Pattern.compile(
                    ".*(TOKEN|API_KEY|SECRET|PASSWORD|_BASE_URL).*|HF_ENDPOINT|ML_INTERN_SERVER");

    private final DataFolder folder;

    ServerJvm(DataFolder folder) {
        this.folder = folder;
    }

    /// Where a process of this name prints what it says before its log works.
    Path console(String name) {
        return folder.run().resolve(name + ".out");
    }

    /// @param program the class path and main class, or `-jar FILE`, with the arguments
    Process detached(
            String name,
            List<String> options,
            List<String> program,
            Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(command(name, options, program));
        Path console = console(name);
        OwnerFile.write(console, "");
        return builder(command, environment)
                .directory(folder.root().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
                .start();
    }

    /// In the caller's terminal.
    Process attached(String name, List<String> options, List<String> program) throws IOException {
        return builder(command(name, options, program), Map.of()).inheritIO().start();
    }

    private ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> CREDENTIAL.matcher(name).matches());
        builder.environment().put("ML_INTERN_HOME", folder.root().toString());
        builder.environment().putAll(environment);
        return builder;
    }

    private List<String> command(String name, List<String> options, List<String> program)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(ownOptions());
        command.add("-Djava.util.logging.config.file=" + LogSettings.write(folder, name));
        command.addAll(program);
        return command;
    }

    /// What the caller wants of the JVM, more memory say; options that come later win. Never out of a `.env`: a JVM's options can be
    /// programs.
    private static List<String> ownOptions() {
        String own = System.getenv().getOrDefault("ML_INTERN_JVM_OPTIONS", "").strip();
        return own.isEmpty() ? List.of() : List.of(own.split("\\s+"));
    }

    /// The program of the module `local` itself.
    static List<String> local(List<String> arguments) {
        List<String> program =
                new ArrayList<>(
                        List.of("-cp", Distribution.classPath(), "io.mlintern.local.Server"));
        program.addAll(arguments);
        return program;
    }

    /// A terminal's Ctrl-C or hang-up must not reach a server in the background.
    private static List<String> ownSession() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, "setsid"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(setsid -> List.of(setsid.toString()))
                .orElse(List.of("/bin/sh", "-c", "trap '' INT HUP QUIT; exec \"$@\"", "sh"));
    }
}
