package io.mlintern.orchestrator.api.stream;

import io.mlintern.protocol.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A place in a session's events: behind one record of its partition.
///
/// Clients get it as opaque text. A check value over the session tells a cursor of another session, and text that is no
/// cursor at all, from one of ours; it is no secret, since whoever asks is authorised against the session anyway.
///
/// @param offset of the last record that is *not* wanted any more; -1 before the first
/// @param seq of that record where it is a fact, else 0
public record Cursor(long offset, long seq) {
    private static final byte VERSION = 1;
    private static final int LENGTH = 1 + Long.BYTES + Long.BYTES + Integer.BYTES;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    public Cursor {
        if (offset < -1 || seq < 0) {
            throw new IllegalArgumentException("a cursor is behind a record");
        }
    }

    /// The place from which the record at `next` is the first one wanted.
    public static Cursor before(long next) {
        return new Cursor(next - 1, 0);
    }

    /// The offset of the first record that is wanted.
    public long next() {
        return offset + 1;
    }

    public String text(SessionId session) {
        var bytes = ByteBuffer.allocate(LENGTH).put(VERSION).putLong(offset).putLong(seq);
        bytes.putInt(check(session, offset, seq));
        return ENCODER.encodeToString(bytes.array());
    }

    /// Reads what a client sent; empty where it is no cursor of this session.
    public static Optional<Cursor> read(SessionId session, String text) {
        byte[] bytes;
        try {
            bytes = DECODER.decode(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (bytes.length != LENGTH || bytes[0] != VERSION) {
            return Optional.empty();
        }
        var buffer = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
        long offset = buffer.getLong();
        long seq = buffer.getLong();
        boolean ours = buffer.getInt() == check(session, offset, seq) && offset >= -1 && seq >= 0;
        var cursor = ours ? Optional.of(new Cursor(offset, seq)) : Optional.<Cursor>empty();
        // The last character has spare bits: only the one way we write it counts.
        return cursor.filter(it -> it.text(session).equals(text));
    }

    private static int check(SessionId session, long offset, long seq) {
        var crc = new CRC32C();
        crc.update(session.value().getBytes(StandardCharsets.US_ASCII));
        crc.update(ByteBuffer.allocate(16).putLong(offset).putLong(seq).flip());
        return (int) crc.getValue();
    }
}
