package io.mlintern.tools.workspace;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.SessionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Our own files of one workspace: `.ml-intern` in it, unknown to Git. Where the workspace cannot be
/// written, a folder of this user below the machine's temporary folder instead.
public final class StateFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");
    private static final String NAME = ".ml-intern";

    private final Path inside;
    private final Path outside;

    private StateFolder(Path inside, Path outside) {
        this.inside = inside;
        this.outside = outside;
    }

    static StateFolder of(Path workspace) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        Path ours = temporary.resolve("ml-intern-" + System.getProperty("user.name"));
        return new StateFolder(workspace.resolve(NAME), ours.resolve(digest(workspace.toString())));
    }

    /// The folder of a call; the same after a restart. Not made here.
    public Path call(CallId call) throws IOException {
        return place("calls").resolve(call.value());
    }

    /// Makes the folder of a call before its effect may begin: when it is missing later, its state was lost.
    public void prepareCall(CallId call) throws IOException {
        var _ = made(call(call));
    }

    /// The folder of a session, made when it is missing.
    public Path session(SessionId session) throws IOException {
        return made(place("sessions").resolve(session.value()));
    }

    /// The file that serialises changes of a target between processes.
    public Path lock(Path target) throws IOException {
        return place("locks").resolve(digest(target.toString()));
    }

    /// All places where folders of calls may be.
    List<Path> callFolders() {
        return List.of(inside.resolve("calls"), outside.resolve("calls"));
    }

    /// Whoever wrote outside once goes on there: a workspace that becomes writable loses nothing.
    private Path place(String kind) throws IOException {
        if (!Files.isDirectory(outside)) {
            try {
                prepare(inside);
                return made(inside.resolve(kind));
            } catch (IOException _) {
                privateFolder(outside.getParent());
            }
        }
        prepare(outside);
        return made(outside.resolve(kind));
    }

    private static void prepare(Path folder) throws IOException {
        made(folder);
        Path ignore = folder.resolve(".gitignore");
        if (!Files.exists(ignore)) Files.writeString(ignore, "*\n");
        if (!Files.isWritable(folder)) throw new IOException("not writable: " + folder);
    }

    /// A folder below a temporary one that everybody may write: it must be ours.
    private static void privateFolder(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) made(folder);
        var owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
        boolean ours = owner.getName().equals(System.getProperty("user.name"));
        if (!ours || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " belongs to somebody else");
        }
    }

    private static Path made(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return folder;
        return Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException("this JVM has no SHA-256", e));
        }
    }
}
