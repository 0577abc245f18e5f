package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.ModelResult.AskedCall;
import io.mlintern.protocol.ModelResult.Answered;
import io.mlintern.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How large things may become before they are facts. What is longer is shortened or refused here, so that no fact ever
/// comes near the size that its topic takes and the state stays a few kilobytes.
final class Bounds {
    /// Calls of one answer. Models ask for a handful; each one is handed out, judged and answered.
    static final int CALLS = 64;

    /// Arguments of all calls of one answer together.
    static final int ARGUMENTS_BYTES = Topics.MAX_BODY_BYTES;

    /// With a text of a whole body beside it, every character escaped, an answer still fits one record.
    static final int REASONING_BYTES = 128 * 1024;

    /// Titles, states, words of a provider.
    static final int LABEL_BYTES = 1_000;

    /// What went wrong, for people.
    static final int DETAIL_BYTES = 16 * 1024;

    static final int PLAN_ITEMS = 100;
    static final int PLAN_ITEM_BYTES = 1_000;

    private static final String LEFT_OUT = "\n[... %d bytes left out ...]\n";

    private Bounds() {}

    /// Whether an answer asks for more than one answer may.
    static boolean exceededBy(Answered answer) {
        long bytes =
                answer.toolCalls().stream()
                        .map(AskedCall::arguments)
                        .mapToLong(Bounds::bytes)
                        .sum();
        return answer.toolCalls().size() > CALLS || bytes > ARGUMENTS_BYTES;
    }

    static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static boolean isLabel(String text) {
        return bytes(text) <= LABEL_BYTES;
    }

    /// A message's text: whole up to a body's size, beyond it head and tail with a word between them.
    static String body(String text) {
        return shortened(text, Topics.MAX_BODY_BYTES);
    }

    static String label(String text) {
        return start(text, LABEL_BYTES);
    }

    static String shortened(String text, int most) {
        if (text.length() <= most / 3) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= most) {
            return text;
        }
        int kept = most - LEFT_OUT.length() - 20;
        int head = boundary(bytes, kept * 2 / 3);
        int tail = boundary(bytes, bytes.length - kept / 3);
        return text(bytes, 0, head)
                + LEFT_OUT.formatted(tail - head)
                + text(bytes, tail, bytes.length);
    }

    /// The beginning of a text, without half a character at its end.
    static String start(String text, int mostBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= mostBytes ? text : text(bytes, 0, boundary(bytes, mostBytes));
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(Arrays.copyOfRange(bytes, from, to), StandardCharsets.UTF_8);
    }

    /// The last place at or before this one where a character begins.
    private static int boundary(byte[] bytes, int at) {
        int place = at;
        while (place > 0 && place < bytes.length && (bytes[place] & 0xC0) == 0x80) {
            place--;
        }
        return place;
    }
}
