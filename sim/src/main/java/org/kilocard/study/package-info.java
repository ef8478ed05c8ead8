/**
 * What users ask of the simulator: to run a scenario ({@link org.kilocard.study.Simulation}), or to time a
 * collective over sizes ({@link org.kilocard.study.CollectiveStudy}).
 */
@NullMarked
package org.kilocard.study;

import org.jspecify.annotations.NullMarked;
