package io.mlintern.kit.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Refuses bodies that are too large, by their declared length or, where there is none, while they are read.
///
/// What is still on its way is read and dropped, within reason: most clients look for the answer only when they have sent
/// everything, and a connection that closes before takes the answer with it.
public final class BodyLimit implements ContainerRequestFilter {
    public static final int DEFAULT = 2 * 1024 * 1024;

    private static final long DROPPED = 64L * 1024 * 1024;

    @Context private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        int limit = limit();
        if (request.getLength() > limit) {
            boolean sentAlready = request.getHeaderString("Expect") == null;
            if (sentAlready) {
                drop(request.getEntityStream());
            }
            throw tooLarge(limit);
        }
        if (request.hasEntity()) {
            request.setEntityStream(new Bounded(request.getEntityStream(), limit));
        }
    }

    private int limit() {
        return Optional.ofNullable(resource.getResourceMethod())
                .map(method -> method.getAnnotation(MaxBody.class))
                .or(
                        () ->
                                Optional.ofNullable(resource.getResourceClass())
                                        .map(type -> type.getAnnotation(MaxBody.class)))
                .map(MaxBody::value)
                .orElse(DEFAULT);
    }

    private static void drop(InputStream rest) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        long dropped = 0;
        for (int got = 0; got >= 0 && dropped < DROPPED; got = rest.read(buffer)) {
            dropped += got;
        }
    }

    private static ProblemException tooLarge(int limit) {
        return Problem.of(413, "too_large", "A body has at most " + limit + " bytes here.")
                .exception();
    }

    private static final class Bounded extends FilterInputStream {
        private final int limit;
        private long read;

        Bounded(InputStream in, int limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int got = super.read(buffer, offset, length);
            count(Math.max(0, got));
            return got;
        }

        private void count(int got) throws IOException {
            read += got;
            if (read > limit) {
                drop(in);
                throw tooLarge(limit);
            }
        }
    }
}
