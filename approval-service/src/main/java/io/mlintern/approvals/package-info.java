/// approval-service: what the people of an installation have decided, and the policy that says when they are asked.
package io.mlintern.approvals;
