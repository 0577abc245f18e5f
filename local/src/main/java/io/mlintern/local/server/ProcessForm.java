package io.mlintern.local.server;

import java.net.URI;
import java.util.logging.Logger;

/// This process as one of five: broker, database and the one origin in front of four service processes.
final class ProcessForm {
    private static final Logger LOG = Logger.getLogger(ProcessForm.class.getName());

    private ProcessForm() {}

    static void serve(URI url) {
        LOG.info("The one origin is to be at " + url);
    }
}
