/**
 * The command line: one class per command, and the only place that knows picocli, the console and exit
 * codes.
 *
 * <p>A command turns its arguments into calls of the packages below and prints what they return; it computes
 * nothing itself. Exit codes: 0 done, 1 a check failed, 2 bad input, 3 internal error.
 */
@NullMarked
package org.kilocard.cli;

import org.jspecify.annotations.NullMarked;
