package io.mlintern.local.folder;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// The loopback ports of one data folder, by name. A restarted server takes its earlier ones where they are free.
///
/// Ports are taken below the range from which operating systems serve outgoing connections, so that none takes them in between.
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int AFTER_LAST = 32_000;

    private final Path file;
    private final Properties known = new Properties();
    private final Set<Integer> given = new HashSet<>();

    private Ports(Path file) {
        this.file = file;
    }

    public static Ports of(DataFolder folder) throws IOException {
        Ports ports = new Ports(folder.run().resolve("ports.properties"));
        if (Files.exists(ports.file))
            ports.known.load(new StringReader(Files.readString(ports.file)));
        return ports;
    }

    /// The earlier port of this name where it is free, else a free one.
    public int earlierOrFree(String name) throws IOException {
        int earlier = earlier(name);
        return take(name, earlier > 0 && isFree(earlier) ? earlier : free());
    }

    /// The port of this name, whether somebody listens on it or not: for what is still running.
    public int earlier(String name) {
        return Integer.parseInt(known.getProperty(name, "0"));
    }

    /// Whether two looks at the same folder see different ports of this name.
    public boolean differ(Ports later, String name) {
        return earlier(name) != later.earlier(name);
    }

    /// Exactly this port; refused when somebody listens on it.
    public int exactly(String name, int port) throws IOException {
        if (!isFree(port))
            throw new Fatal(
                    Fatal.USAGE,
                    "Port %d on 127.0.0.1 is in use. Choose another one with --port, or 0 for a free one."
                            .formatted(port));
        return take(name, port);
    }

    private int take(String name, int port) throws IOException {
        known.setProperty(name, Integer.toString(port));
        given.add(port);
        StringWriter text = new StringWriter();
        known.store(text, null);
        OwnerFile.write(file, text.toString());
        return port;
    }

    private int free() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST);
            if (!given.contains(port) && isFree(port)) return port;
        }
        throw new Fatal(
                Fatal.UNEXPECTED,
                "No free port on 127.0.0.1 between %d and %d".formatted(FIRST, AFTER_LAST));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
