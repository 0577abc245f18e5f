/// What the service makes known on topic `policies`.
package io.mlintern.approvals.publication;
