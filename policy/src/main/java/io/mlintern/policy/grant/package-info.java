/// Signatures over single approved calls. Pure: keys and times are passed in.
package io.mlintern.policy.grant;
