/// Who calls: tokens of ours (MP-JWT, ES256) and what they say.
package io.mlintern.kit.identity;
