package io.mlintern.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.gateway.chat.FailureCode;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.ModelFailure;
import io.mlintern.gateway.routing.Provider;
import io.mlintern.kit.secrets.SecretMask;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Says in our words what went wrong with one provider; every sentence leaves here masked.
public final class UpstreamFailures {
    /// Status that stands for "inside a stream that had begun well".
    private static final int IN_STREAM = 500;

    private static final int MESSAGE_LIMIT = 600;

    private final Provider provider;
    private final SecretMask secrets;

    public UpstreamFailures(Provider provider, Optional<String> key) {
        this.provider = provider;
        this.secrets = SecretMask.ofErrors(key.map(List::of).orElse(List.of()));
    }

    ModelCallException status(int status, HttpHeaders headers, String body, Instant now) {
        if (status >= 300 && status < 400)
            return garbage(
                    "answered with a redirect, which is not followed: the key stays with its host");
        UpstreamError error = UpstreamError.parse(body);
        FailureCode code = FailureClassifier.classify(status, error);
        Optional<Duration> retryAfter =
                code.retryable() ? RetryAfter.of(headers, now) : Optional.<Duration>empty();
        String said = error.message().isEmpty() ? "" : ": " + brief(error);
        return failed(code, "answered " + status + said, retryAfter);
    }

    /// An error object that came inside the answer.
    public ModelCallException inStream(JsonNode body) {
        UpstreamError error = UpstreamError.of(body);
        int status = body.path("error").path("code").asInt(IN_STREAM);
        boolean known = status >= 400 && status < 600;
        FailureCode code = FailureClassifier.classify(known ? status : IN_STREAM, error);
        return failed(code, "gave up: " + brief(error), Optional.empty());
    }

    /// Masked before it is shortened: the rest of a key that was cut in two could not be told from a word.
    private String brief(UpstreamError error) {
        String message = secrets.mask(error.message());
        return message.length() <= MESSAGE_LIMIT
                ? message
                : message.substring(0, MESSAGE_LIMIT) + "…";
    }

    public ModelCallException garbage(String what) {
        return failed(FailureCode.UPSTREAM_GARBAGE, what, Optional.empty());
    }

    public ModelCallException cut() {
        return failed(
                FailureCode.UPSTREAM_CUT,
                "ended the stream before the answer was complete",
                Optional.empty());
    }

    ModelCallException silentFor(Duration silence) {
        return failed(
                FailureCode.UPSTREAM_TIMEOUT,
                "sent nothing for " + silence.toMillis() / 1000.0 + " s",
                Optional.empty());
    }

    ModelCallException unreachable(Throwable problem) {
        if (problem instanceof HttpTimeoutException)
            return failed(FailureCode.UPSTREAM_TIMEOUT, "did not answer in time", Optional.empty());
        boolean never =
                problem instanceof ConnectException
                        || problem instanceof UnknownHostException
                        || problem instanceof UnresolvedAddressException;
        if (never)
            return failed(
                    FailureCode.UPSTREAM_UNREACHABLE,
                    "cannot be reached; is it running, and is "
                            + provider.baseUrlNames().getFirst()
                            + " right?",
                    Optional.empty());
        for (Throwable cause = problem; cause != null; cause = cause.getCause())
            if (cause instanceof ProtocolException)
                return garbage("sent something that is no HTTP");
        return failed(
                FailureCode.UPSTREAM_CUT,
                "closed the connection without an answer",
                Optional.empty());
    }

    public ModelCallException invalid(String what) {
        return new ModelCallException(FailureCode.INVALID_REQUEST, secrets.mask(what));
    }

    private ModelCallException failed(FailureCode code, String what, Optional<Duration> wait) {
        String hint =
                switch (code) {
                    case AUTHENTICATION ->
                            " Check the key in " + String.join(" or ", provider.keyNames()) + ".";
                    case BILLING -> " Credits or a payment method are missing on that account.";
                    case PROVIDER_UNSUPPORTED -> " Try the model without the part after ':'.";
                    default -> "";
                };
        String sentence = provider.label() + " " + what;
        String ended = sentence.matches("(?s).*[.!?…]$") ? sentence : sentence + ".";
        return new ModelCallException(new ModelFailure(code, secrets.mask(ended + hint), wait));
    }
}
