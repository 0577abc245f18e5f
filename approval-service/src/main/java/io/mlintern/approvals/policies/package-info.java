/// The policy in force, and those that were.
package io.mlintern.approvals.policies;
