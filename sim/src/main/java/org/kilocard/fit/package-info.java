/**
 * The laws of {@link org.kilocard.compute} against kernels that somebody measured, and the fit of their constants.
 *
 * <p>A {@link org.kilocard.fit.KernelFamily} is a file in {@code scenarios/validation/kernels/}: tables of measured
 * times on one accelerator, each with its source and its role. Rows of role {@code fit} may be fitted to, rows of role
 * {@code predict} never are. {@link org.kilocard.fit.KernelErrors} says how far the laws are from the rows with the
 * constants of the catalogue, {@link org.kilocard.fit.LawFit} finds the constants that come nearest, and {@link
 * org.kilocard.fit.FittedAccelerator} writes them into the accelerator's file.
 */
@NullMarked
package org.kilocard.fit;

import org.jspecify.annotations.NullMarked;
