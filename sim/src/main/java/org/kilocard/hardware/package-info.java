/** Accelerators, links and software stacks as data: every constant carries its source. */
@NullMarked
package org.kilocard.hardware;

import org.jspecify.annotations.NullMarked;
