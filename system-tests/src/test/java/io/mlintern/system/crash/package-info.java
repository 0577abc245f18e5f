/// Kills what runs, and looks afterwards at what stands in the log and in the workspace: nothing may be lost, nothing may have
/// happened twice.
///
/// [io.mlintern.system.crash.Workload] gives sessions work, [io.mlintern.system.crash.Killer] kills processes under it,
/// [io.mlintern.system.crash.Promise] judges.
package io.mlintern.system.crash;
