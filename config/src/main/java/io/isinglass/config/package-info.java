/**
 * Specs and settings: what a run shall be and how a node shall behave, as records that refuse bad values.
 *
 * <p>A spec is read from YAML or JSON by {@link io.isinglass.config.SpecReader}; node settings come from Typesafe Config
 * through {@link io.isinglass.config.Settings}; ready-made specs and their data are in
 * {@link io.isinglass.config.Experiments}. This module knows no other module: it speaks in records.
 */
package io.isinglass.config;
