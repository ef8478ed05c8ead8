/** What happened when: the outcome of a simulated step, before anybody adds it up. */
@NullMarked
package org.kilocard.timeline;

import org.jspecify.annotations.NullMarked;
