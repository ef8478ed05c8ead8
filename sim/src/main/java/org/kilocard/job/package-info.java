/** The training job: parallel layout, process groups, batch, recompute, overlap, memory per card. */
@NullMarked
package org.kilocard.job;

import org.jspecify.annotations.NullMarked;
