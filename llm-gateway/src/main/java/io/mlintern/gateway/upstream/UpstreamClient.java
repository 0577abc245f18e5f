package io.mlintern.gateway.upstream;

import io.mlintern.gateway.chat.ModelStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Issues calls to providers. HTTP/1.1, so that giving a call up closes its connection and the provider sees it at once;
/// redirects are never followed, so that a key goes to the host it belongs to and nowhere else.
public final class UpstreamClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .executor(threads)
                    .build();
    private final Duration silenceLimit;

    /// @param silenceLimit after how long without a byte a call is given up
    public UpstreamClient(Duration silenceLimit) {
        this.silenceLimit = silenceLimit;
    }

    /// Sends the request at once; its outcome is pulled from the stream.
    public ModelStream call(HttpRequest request, AnswerReader reader, UpstreamFailures failures) {
        UpstreamBody body = new UpstreamBody();
        CompletableFuture<HttpResponse<UpstreamBody>> head = http.sendAsync(request, _ -> body);
        return new HttpModelStream(head, body, reader, failures, silenceLimit);
    }

    /// For short look-ups with an answer in one piece.
    public HttpClient http() {
        return http;
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
