package io.mlintern.orchestrator.api;

import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;

/// Where a request came from.
final class Peer {
    private Peer() {}

    static boolean isLoopback(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress peer
                && peer.getAddress().isLoopbackAddress();
    }
}
