/**
 * Predictions beside measurements: the accuracy of the simulator, which anyone can repeat and extend.
 *
 * <p>A <em>family</em> ({@link org.kilocard.validation.FamilyFile}) holds runs of one source that differ in a few keys:
 * training steps or collectives. Some rows calibrate named constants ({@link org.kilocard.validation.ConstantFit}), the
 * others are predicted with them ({@link org.kilocard.validation.Validation}). What was fitted can be written as a
 * software stack ({@link org.kilocard.validation.CalibratedStack}), which scenarios then name. {@link
 * org.kilocard.validation.MeasuredKernels} lays tables of kernels beside the laws that predict them.
 */
@NullMarked
package org.kilocard.validation;

import org.jspecify.annotations.NullMarked;
