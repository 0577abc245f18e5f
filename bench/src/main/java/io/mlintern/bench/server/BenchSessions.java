package io.mlintern.bench.server;

import io.mlintern.bench.model.InstantModel;
import io.mlintern.bench.model.ReadingScript;
import io.mlintern.system.Api;
import io.mlintern.system.Folders;
import io.mlintern.system.ProductServer;
import io.mlintern.system.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Sessions of one user, each with a workspace of its own and a turn without a limit of iterations.
///
/// @param sessions by number, from 0
/// @param folder with all workspaces
public record BenchSessions(List<Session> sessions, Path folder) implements AutoCloseable {
    private static final int AT_A_TIME = 8;

    private interface Step<T> {
        T of(int number);
    }

    /// Opens them; they wait for [#begin].
    public static BenchSessions open(ProductServer server, InstantModel model, int sessions) {
        Api api = Api.owner(server);
        api.credentials(Map.of("VLLM_BASE_URL", model.url()));
        Path folder = Folders.fresh("bench");
        List<Session> opened = each(sessions, number -> open(api, workspace(folder, number)));
        return new BenchSessions(opened, folder);
    }

    private static Path workspace(Path folder, int number) {
        try {
            Path workspace = Files.createDirectory(folder.resolve("s" + number));
            String notes =
                    IntStream.rangeClosed(1, ReadingScript.LINES)
                            .mapToObj("Line %d of the notes."::formatted)
                            .collect(Collectors.joining("\n"));
            Files.writeString(workspace.resolve(ReadingScript.FILE), notes);
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Session open(Api api, Path workspace) {
        return api.open(
                Map.of(
                        "model",
                        "vllm/x",
                        "max_iterations",
                        -1,
                        "workspace",
                        Map.of("kind", "local", "path", workspace.toString())));
    }

    /// Gives each its prompt.
    public void begin() {
        var _ = each(sessions.size(), this::ask);
    }

    private String ask(int number) {
        return sessions.get(number).ask(InstantModel.prompt(number) + ": read the notes.");
    }

    /// By number, from 0.
    public List<String> ids() {
        return sessions.stream().map(Session::id).toList();
    }

    private static <T> List<T> each(int count, Step<T> step) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<T>> results = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                int one = number;
                results.add(threads.submit(() -> step.of(one)));
            }
            List<T> all = new ArrayList<>();
            for (Future<T> result : results) all.add(result.get());
            return List.copyOf(all);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Removes the workspaces.
    @Override
    public void close() {
        Folders.delete(folder);
    }
}
