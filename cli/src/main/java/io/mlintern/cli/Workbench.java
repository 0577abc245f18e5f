package io.mlintern.cli;

import io.mlintern.cli.config.Configuration;
import io.mlintern.cli.config.ConfigurationLoader;
import io.mlintern.cli.config.Environment;
import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.models.Credentials;
import io.mlintern.cli.models.ModelId;
import io.mlintern.cli.models.ModelReach;
import io.mlintern.cli.render.StandardError;
import io.mlintern.cli.server.Api;
import io.mlintern.cli.server.DataFolder;
import io.mlintern.cli.server.LocalServer;
import io.mlintern.cli.server.Patience;
import io.mlintern.cli.server.ServerAddress;
import io.mlintern.cli.server.ServerLocator;
import io.mlintern.cli.server.ServerProgram;
import io.mlintern.cli.turn.Session;
import io.mlintern.cli.turn.SessionOpener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Puts together what a prompt or a chat needs: configuration, model, server, session.
final class Workbench {
    private final Surroundings surroundings;
    private final Options options;
    private final Environment environment;
    private final StandardError standardError;
    private final Configuration configuration;
    private final Optional<ModelId> model;
    private final Optional<Path> workspace;

    /// Reads and checks everything that can be checked before a server is needed.
    Workbench(
            Surroundings surroundings,
            Options options,
            Environment environment,
            StandardError standardError) {
        this.surroundings = surroundings;
        this.options = options;
        this.environment = environment;
        this.standardError = standardError;
        options.check();
        this.configuration =
                new ConfigurationLoader(
                                environment,
                                surroundings.folder(),
                                surroundings.userHome(),
                                surroundings.home())
                        .load(options.config());
        this.model = options.model().or(this::configuredModel);
        this.workspace = options.workspace().map(this::existing);
    }

    private Optional<ModelId> configuredModel() {
        return options.resume().isPresent()
                ? Optional.empty()
                : configuration.model().map(ModelId::new);
    }

    private Path existing(Path folder) {
        try {
            Path real = surroundings.folder().resolve(folder).toRealPath();
            if (Files.isDirectory(real)) {
                return real;
            }
        } catch (IOException e) {
            // The sentence below says it.
        }
        throw CliFailure.usage("The workspace %s is no folder.".formatted(folder));
    }

    /// The server to talk to, started if it is ours and does not run.
    Api connect(Patience patience) {
        configuration.notices().forEach(standardError::notice);
        var data = DataFolder.of(environment, surroundings.userHome(), surroundings.folder());
        var locator = new ServerLocator(environment, data);
        Optional<ServerAddress> named = locator.named(options.server());
        boolean ours = named.map(ServerAddress::local).orElse(true);
        if (ours) {
            model.ifPresent(id -> checkReach(id, data));
            Credentials.redirections(environment).forEach(standardError::notice);
        }
        return new Api(named.orElseGet(localServer(data)::ensure), locator::again, patience);
    }

    private LocalServer localServer(DataFolder data) {
        return new LocalServer(
                data,
                ServerProgram.command(surroundings.launcher(), List.of("start")),
                surroundings.environment(),
                surroundings.folder(),
                standardError::plain);
    }

    /// A server that has run before may hold keys of earlier calls: then the turn itself tells.
    private void checkReach(ModelId id, DataFolder data) {
        var reach = new ModelReach(environment);
        boolean serverMayKnow = data.exists() && !reach.isNamedHere(id);
        if (!serverMayKnow && !reach.seems(id)) {
            throw ModelReach.unreachable(id);
        }
    }

    Session openSession(Api api, boolean attended) {
        var opener = new SessionOpener(api, Credentials.of(environment));
        return options.resume()
                .map(id -> opener.resume(id, options.model()))
                .orElseGet(() -> opener.open(wish(api, attended)));
    }

    Session openAnother(Api api, boolean attended) {
        return new SessionOpener(api, Credentials.of(environment)).open(wish(api, attended));
    }

    private SessionOpener.Wish wish(Api api, boolean attended) {
        Optional<Path> folder =
                workspace.or(
                        () ->
                                api.address().local()
                                        ? Optional.of(surroundings.folder())
                                        : Optional.empty());
        OptionalInt limit =
                options.maxIterations().isPresent()
                        ? options.maxIterations()
                        : configuration.maxIterations();
        return new SessionOpener.Wish(
                model.or(() -> configuration.model().map(ModelId::new))
                        .orElseThrow(
                                () -> CliFailure.usage("No model: give --model or model_name.")),
                folder,
                limit,
                options.stream(),
                attended);
    }

    /// What to say when the server found no model either.
    Optional<CliFailure> nothingReachable() {
        return model.map(ModelReach::unreachable);
    }
}
