/// One rule for everything that touches the outside world: hand out, claim, lease, finish.
///
/// A *run* is the carrying out of one call: a row in the service's schema that names its holder and keeps request and
/// outcome. [io.mlintern.kit.runs.RunExecutor] drives it, the service only says what to do
/// ([io.mlintern.kit.runs.RunWork]). Times are PostgreSQL's, and each write names worker and attempt, so that a late
/// one changes nothing.
package io.mlintern.kit.runs;
