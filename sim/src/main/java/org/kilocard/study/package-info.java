/**
 * What users ask of the simulator: to run a scenario ({@link org.kilocard.study.Simulation}), to hold scenarios
 * against each other ({@link org.kilocard.study.CompareStudy}), or to time a collective over sizes
 * ({@link org.kilocard.study.CollectiveStudy}); what would make it fit ({@link org.kilocard.study.MemoryAdvice}), and
 * which assumed constants its answer hangs on ({@link org.kilocard.study.Sensitivity}). Many simulations at once run in
 * {@link org.kilocard.study.Worlds}.
 */
@NullMarked
package org.kilocard.study;

import org.jspecify.annotations.NullMarked;
