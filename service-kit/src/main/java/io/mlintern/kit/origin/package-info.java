/// The one origin: several services behind one address, told apart by path.
package io.mlintern.kit.origin;
