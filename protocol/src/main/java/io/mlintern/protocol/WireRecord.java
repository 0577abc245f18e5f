package io.mlintern.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A record as Kafka carries it: key, headers in the order of sending, value. Nobody writes into the value; records are
/// handed over, never compared.
@SuppressWarnings("ArrayRecordComponent") // Kafka's own shape; a copy per record would be waste.
public record WireRecord(String key, Map<String, String> headers, byte[] value) {
    public WireRecord {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
