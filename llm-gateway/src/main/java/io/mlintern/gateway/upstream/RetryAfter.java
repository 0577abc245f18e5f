package io.mlintern.gateway.upstream;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Reads how long a provider asks us to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date.
final class RetryAfter {
    private RetryAfter() {}

    static Optional<Duration> of(HttpHeaders headers, Instant now) {
        return headers.firstValue("retry-after-ms")
                .flatMap(value -> seconds(value, 1e6))
                .or(
                        () ->
                                headers.firstValue("retry-after")
                                        .flatMap(
                                                value ->
                                                        seconds(value, 1e9)
                                                                .or(() -> date(value, now))));
    }

    private static Optional<Duration> seconds(String value, double nanosEach) {
        try {
            double amount = Double.parseDouble(value.strip());
            boolean sensible = amount >= 0 && amount <= Duration.ofDays(7).toSeconds() * 1e3;
            return sensible
                    ? Optional.of(Duration.ofNanos((long) (amount * nanosEach)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String value, Instant now) {
        try {
            var format = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
            Duration wait = Duration.between(now, Instant.from(format.parse(value.strip())));
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
