/** Pipeline schedules: the order of forward, backward and weight passes on each pipeline rank. One schedule per file; none knows times or bytes. */
@NullMarked
package org.kilocard.schedule;

import org.jspecify.annotations.NullMarked;
