package io.mlintern.cli;

import io.mlintern.cli.config.Environment;
import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.server.Api;
import io.mlintern.cli.server.DataFolder;
import io.mlintern.cli.server.Patience;
import io.mlintern.cli.server.ServerAddress;
import io.mlintern.cli.server.ServerLocator;
import java.util.Optional;

/// The server for commands that look at one or operate it: none is started for them.
record RunningServer(Surroundings surroundings, Environment environment, Patience patience) {

    /// @param url the server that was named, if one was
    Api connect(Optional<String> url) {
        var data = DataFolder.of(environment, surroundings.userHome(), surroundings.folder());
        var locator = new ServerLocator(environment, data);
        ServerAddress address =
                locator.named(url)
                        .or(data::running)
                        .orElseThrow(
                                () ->
                                        CliFailure.server(
                                                "No server runs here; start it with: ml-intern server start"));
        return new Api(address, locator::again, patience);
    }
}
