/** What users ask of the simulator: to run a scenario. */
@NullMarked
package org.kilocard.study;

import org.jspecify.annotations.NullMarked;
