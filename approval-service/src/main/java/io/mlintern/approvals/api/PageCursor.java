package io.mlintern.approvals.api;

import io.mlintern.approvals.requests.Request;
import io.mlintern.approvals.requests.RequestId;
import io.mlintern.approvals.requests.RequestQuery;
import io.mlintern.kit.http.Problem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Where a page of requests begins, as an opaque text.
final class PageCursor {
    private PageCursor() {}

    static String after(Request last) {
        String place = last.requestedAt() + " " + last.id();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<RequestQuery.Place> read(String cursor) {
        if (cursor.isEmpty()) {
            return Optional.empty();
        }
        try {
            String place =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int space = place.indexOf(' ');
            return Optional.of(
                    new RequestQuery.Place(
                            Instant.parse(place.substring(0, Math.max(0, space))),
                            RequestId.parse(place.substring(space + 1)).orElseThrow()));
        } catch (IllegalArgumentException
                | DateTimeException
                | java.util.NoSuchElementException e) {
            throw Problem.of(400, "bad_cursor", "cursor is none: take `next` of the page before.")
                    .exception();
        }
    }
}
