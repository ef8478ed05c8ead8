/**
 * Fair sharing of links among flows. Pure arithmetic on arrays: it knows neither cards nor collectives nor
 * actors.
 */
@NullMarked
package org.kilocard.network;

import org.jspecify.annotations.NullMarked;
