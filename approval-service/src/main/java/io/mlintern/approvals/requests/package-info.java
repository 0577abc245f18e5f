/// What people are asked: requests, votes, and when a request is decided. The rules are pure; a table keeps what came of them.
package io.mlintern.approvals.requests;
