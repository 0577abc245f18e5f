/// HTTP: the policy in force, the keys that verify grants, health.
package io.mlintern.approvals.api;
