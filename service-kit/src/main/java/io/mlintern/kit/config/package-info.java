/// Settings: read as what they are, checked at the start, known by name.
package io.mlintern.kit.config;
