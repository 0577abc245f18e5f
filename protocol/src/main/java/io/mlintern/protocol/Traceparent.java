package io.mlintern.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// W3C trace context for records that no trace led to.
final class Traceparent {
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    private Traceparent() {}

    /// A trace that begins with this record. Derived, so that a record that is sent again is in the same trace; sampled.
    static String begunBy(String source, String id) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest((source + " " + id).getBytes(StandardCharsets.UTF_8));
            var hex = HexFormat.of();
            return "00-"
                    + hex.formatHex(hash, 0, TRACE_BYTES)
                    + "-"
                    + hex.formatHex(hash, TRACE_BYTES, TRACE_BYTES + SPAN_BYTES)
                    + "-01";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
