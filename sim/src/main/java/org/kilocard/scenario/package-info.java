/** The scenario file: what a user asks for, read strictly into a cluster and a job. */
@NullMarked
package org.kilocard.scenario;

import org.jspecify.annotations.NullMarked;
