package io.mlintern.kit.http;

import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/// Makes a problem of a body that cannot be read. Here and not in a mapper: Jersey's own mappers for Jackson's failures,
/// which show parts of the body, stand nearer to those.
public final class UnreadableBodies implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try {
            return context.proceed();
        } catch (IOException e) {
            throw Problems.of(e).orElseThrow(() -> e).exception();
        }
    }
}
