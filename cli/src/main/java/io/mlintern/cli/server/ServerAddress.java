package io.mlintern.cli.server;

import java.net.URI;
import java.util.Optional;

/// Where the server is and how we prove who we are.
///
/// @param local our own server on this machine: only it gets credentials and sees our folders
public record ServerAddress(URI url, Optional<String> token, boolean local) {

    URI resolve(String path) {
        String base = url.toString();
        return URI.create(base.endsWith("/") ? base + path.substring(1) : base + path);
    }
}
