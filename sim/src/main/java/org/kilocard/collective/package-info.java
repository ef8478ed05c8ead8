/**
 * Collectives: a call on a group becomes a transfer plan (how many bytes each member moves in which tier, in
 * which pattern, after which start-up). One algorithm per file; each plan stands next to its lower bound.
 */
@NullMarked
package org.kilocard.collective;

import org.jspecify.annotations.NullMarked;
