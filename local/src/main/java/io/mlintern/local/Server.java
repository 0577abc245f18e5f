package io.mlintern.local;

import io.mlintern.kit.config.ServiceMain;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Fatal;
import io.mlintern.local.server.LocalServer;
import io.mlintern.local.server.ServerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The long-running process of a local server; `ml-intern server start` starts it.
///
/// Its standard output has one line per step of the start, and the sentence that says why it ended if it could not.
public final class Server {
    private static final Logger LOG = Logger.getLogger(Server.class.getName());

    private Server() {}

    public static void main(String[] args) {
        try {
            LocalServer.run(
                    new DataFolder(Path.of(System.getenv("ML_INTERN_HOME"))),
                    ServerOptions.parse(List.of(args)));
        } catch (Fatal fatal) {
            System.out.println(fatal.getMessage());
            System.exit(fatal.exitCode());
        } catch (Exception | LinkageError failure) {
            // Its settings, as the container met them.
            ServiceMain.complaint(failure).ifPresent(Server::refuse);
            // A jar that does not fit leaves the broker's threads running: the JVM must be ended,
            // not left.
            LOG.log(Level.SEVERE, "The server did not start", failure);
            System.out.println("The server did not start: " + failure.getMessage());
            System.exit(Fatal.UNEXPECTED);
        }
    }

    private static void refuse(String sentence) {
        System.out.println(sentence);
        System.exit(Fatal.USAGE);
    }
}
