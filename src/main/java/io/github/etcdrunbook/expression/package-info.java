/**
 * Conditions and {@code ${...}} in CEL: parsed and type-checked when a file is loaded, evaluated to
 * true, false or unknown. Only importer of CEL, whose parser and checker are used; values are
 * evaluated here, since CEL's own evaluation knows neither drifting values nor unknown parts.
 */
package io.github.etcdrunbook.expression;
