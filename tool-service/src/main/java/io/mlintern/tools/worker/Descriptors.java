package io.mlintern.tools.worker;

import io.mlintern.kit.runs.Recovery;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.ToolDescriptor;
import io.mlintern.tools.tool.Tool;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What is announced of a tool.
final class Descriptors {
    static final String OWNER = "tool-service";

    private static final int VERSION_BYTES = 8;

    private Descriptors() {}

    static ToolDescriptor of(Tool tool, int position) {
        return with(tool, position, version(with(tool, position, "")));
    }

    private static ToolDescriptor with(Tool tool, int position, String version) {
        return new ToolDescriptor(
                tool.name(),
                version,
                OWNER,
                position,
                tool.description(),
                tool.parameters(),
                tool.effects(),
                tool.recovery() != Recovery.NONE,
                false,
                tool.timeLimit());
    }

    private static String version(ToolDescriptor unversioned) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(Codec.value(unversioned));
            return HexFormat.of().formatHex(hash, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
