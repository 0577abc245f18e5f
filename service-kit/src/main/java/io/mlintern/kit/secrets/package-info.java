/// Keeping secrets: sealed where they rest, masked in every text that leaves.
package io.mlintern.kit.secrets;
