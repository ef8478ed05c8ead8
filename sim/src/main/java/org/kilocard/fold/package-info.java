/**
 * Exact symmetry: ranks, groups, domains and links that cannot be told apart are simulated once. The classes
 * are an equitable partition, found by colour refinement.
 */
@NullMarked
package org.kilocard.fold;

import org.jspecify.annotations.NullMarked;
