package io.mlintern.protocol;

import java.util.Arrays;
import java.util.Optional;

/// The table of all operations: their names on the wire and who may send them.
public enum OperationKind {
    USER_INPUT("user_input", Operation.UserInput.class, true),
    EXEC_APPROVAL("exec_approval", Operation.ExecApproval.class, true),
    INTERRUPT("interrupt", Operation.Interrupt.class, true),
    UNDO("undo", Operation.Undo.class, true),
    COMPACT("compact", Operation.Compact.class, true),
    NEW("new", Operation.New.class, true),
    RESUME("resume", Operation.Resume.class, true),
    SHUTDOWN("shutdown", Operation.Shutdown.class, true),
    SET_MODEL("set_model", Operation.SetModel.class, true),
    SET_EFFORT("set_effort", Operation.SetEffort.class, true),
    SET_AUTO_APPROVAL("set_auto_approval", Operation.SetAutoApproval.class, true),
    RENAME("rename", Operation.Rename.class, true),
    FORK("fork", Operation.Fork.class, true),
    SESSION_OPENED("session_opened", Operation.OpenSession.class, false),
    SESSION_NOT_LOADED("session_not_loaded", Operation.SessionNotLoaded.class, false);

    private final String wireName;
    private final Class<? extends Operation> payload;
    private final boolean forClients;

    OperationKind(String wireName, Class<? extends Operation> payload, boolean forClients) {
        this.wireName = wireName;
        this.payload = payload;
        this.forClients = forClients;
    }

    public static Optional<OperationKind> named(String wireName) {
        return Arrays.stream(values()).filter(kind -> kind.wireName.equals(wireName)).findFirst();
    }

    public static OperationKind of(Operation operation) {
        return Arrays.stream(values())
                .filter(kind -> kind.payload.isInstance(operation))
                .findFirst()
                .orElseThrow();
    }

    public String wireName() {
        return wireName;
    }

    public Class<? extends Operation> payload() {
        return payload;
    }

    /// Whether the API takes it; the others are sent by our own services only.
    public boolean forClients() {
        return forClients;
    }
}
