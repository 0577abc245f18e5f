/// What all HTTP edges share: problems (RFC 9457), JSON in `snake_case`, bounded bodies.
package io.mlintern.kit.http;
