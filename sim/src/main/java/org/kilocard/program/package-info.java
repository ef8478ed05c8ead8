/**
 * What each rank does in a step: a graph of compute segments and collective calls on streams. Ranks of one
 * pipeline rank share one program; who the partners are is said by {@link org.kilocard.job.Role}, not by
 * rank numbers.
 */
@NullMarked
package org.kilocard.program;

import org.jspecify.annotations.NullMarked;
