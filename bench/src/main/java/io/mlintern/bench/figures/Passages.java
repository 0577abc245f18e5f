package io.mlintern.bench.figures;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the moments of many iterations together, which come in from several places in any order.
public final class Passages {
    private final Map<Place, Map<Moment, Instant>> moments = new HashMap<>();

    /// One iteration of a session's first turn, by its number from 1.
    public record Place(String session, int iteration) {
        /// Of a model call or a tool call: `SESSION-TURN-ITERATION-INDEX`. Empty for any other text.
        public static Optional<Place> ofCall(String call) {
            List<String> parts = List.of(call.split("-", -1));
            return parts.size() == 4 && parts.get(2).matches("[0-9]{1,9}")
                    ? Optional.of(new Place(parts.get(0), Integer.parseInt(parts.get(2))))
                    : Optional.empty();
        }

        public Place before() {
            return new Place(session, iteration - 1);
        }
    }

    /// Of two sightings of one moment the first counts.
    public void note(Place place, Moment moment, Instant at) {
        moments.computeIfAbsent(place, _ -> new EnumMap<>(Moment.class)).putIfAbsent(moment, at);
    }

    public Collection<Map<Moment, Instant>> all() {
        return List.copyOf(moments.values());
    }
}
