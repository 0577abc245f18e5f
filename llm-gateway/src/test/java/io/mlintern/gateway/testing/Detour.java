package io.mlintern.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A port of this machine that leads nowhere until it is opened, and to another port from then on.
public final class Detour implements AutoCloseable {
    private final int port;
    private ServerSocket open;

    public Detour() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public void leadTo(String target) throws IOException {
        int colon = target.lastIndexOf(':');
        int there = Integer.parseInt(target.substring(colon + 1));
        open = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(target.substring(0, colon), there));
    }

    private void accept(String host, int there) {
        while (!open.isClosed()) {
            try {
                Socket here = open.accept();
                Socket beyond = new Socket(host, there);
                Thread.ofVirtual().start(() -> copy(here, beyond));
                Thread.ofVirtual().start(() -> copy(beyond, here));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of the two has left.
            return;
        }
    }

    @Override
    public void close() {
        try {
            if (open != null) open.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
