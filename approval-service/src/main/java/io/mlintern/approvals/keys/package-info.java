/// The keys that sign grants.
package io.mlintern.approvals.keys;
