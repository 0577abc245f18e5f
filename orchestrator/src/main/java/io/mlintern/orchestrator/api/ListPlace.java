package io.mlintern.orchestrator.api;

import io.mlintern.orchestrator.catalog.SessionRepository.Place;
import io.mlintern.orchestrator.catalog.SessionRow;
import io.mlintern.protocol.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/// The opaque `cursor` of the list of sessions.
final class ListPlace {
    private static final Pattern SHAPE =
            Pattern.compile("(\\d{1,10})\\.(\\d{1,9})\\.([a-z0-9]{20})");

    private ListPlace() {}

    static String behind(SessionRow row) {
        Instant at = row.createdAt();
        String place = at.getEpochSecond() + "." + at.getNano() + "." + row.id();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(place.getBytes(StandardCharsets.US_ASCII));
    }

    static Place read(String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            var parts = SHAPE.matcher(text);
            if (parts.matches()) {
                return new Place(
                        Instant.ofEpochSecond(
                                Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))),
                        new SessionId(parts.group(3)));
            }
        } catch (IllegalArgumentException _) {
            // refused below like any other text that is no cursor
        }
        throw Refusal.malformed("cursor is none that a list gave");
    }
}
