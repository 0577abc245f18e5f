package io.mlintern.local.server;

import io.mlintern.local.folder.Ports;
import java.net.URI;
import java.util.logging.Logger;

/// The one origin of the process form: passes each request to the service whose path it has.
final class Origin {
    private static final Logger LOG = Logger.getLogger(Origin.class.getName());

    private Origin() {}

    static AutoCloseable start(URI url, Ports ports) {
        LOG.info("The origin is to be at " + url + " before " + ports.earlier("orchestrator"));
        return () -> {};
    }
}
