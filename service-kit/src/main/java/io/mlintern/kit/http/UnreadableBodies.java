package io.mlintern.kit.http;

import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.Optional;

/// Makes a problem of a body that cannot be read. Here and not in a mapper: Jersey's own mappers for Jackson's failures,
/// which show parts of the body, stand nearer to those.
public final class UnreadableBodies implements ReaderInterceptor {
    private static final Problem EMPTY =
            Problem.of(400, "malformed_json", "The body is empty; send JSON.");

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try {
            return Optional.ofNullable(context.proceed()).orElseThrow(EMPTY::exception);
        } catch (NoContentException e) {
            throw EMPTY.exception();
        } catch (IOException e) {
            throw Problems.ofBody(e).orElseThrow(() -> e).exception();
        }
    }
}
