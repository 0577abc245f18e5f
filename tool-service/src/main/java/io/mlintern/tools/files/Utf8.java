package io.mlintern.tools.files;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// UTF-8 that gives every file back as it was: a byte that is no UTF-8 becomes a lone surrogate
/// (U+DC80 to U+DCFF) and turns into the same byte again.
final class Utf8 {
    private static final char ESCAPED = 0xDC00;

    private Utf8() {}

    static String decode(byte[] bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPED + (in.get() & 0xFF)));
            }
            decoder.reset();
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    static byte[] encode(String text) {
        var out = ByteBuffer.allocate(text.length() * 3);
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!escaped(text, i)) continue;
            out.put(text.substring(done, i).getBytes(StandardCharsets.UTF_8));
            out.put((byte) text.charAt(i));
            done = i + 1;
        }
        out.put(text.substring(done).getBytes(StandardCharsets.UTF_8));
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static boolean escaped(String text, int i) {
        char c = text.charAt(i);
        boolean low = c >= ESCAPED + 0x80 && c <= ESCAPED + 0xFF;
        return low && !(i > 0 && Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
