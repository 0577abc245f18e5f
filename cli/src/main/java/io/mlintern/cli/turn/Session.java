package io.mlintern.cli.turn;

/// The session that a turn runs in.
///
/// @param model how its model is shown
/// @param workspace how its folder is shown
/// @param fresh made by this call: nobody else has asked anything of it
public record Session(String id, String model, String workspace, boolean fresh) {

    /// After the first turn others may have used it as well.
    public Session used() {
        return new Session(id, model, workspace, false);
    }
}
