/**
 * Results as HTML: one file without anything to fetch, for a phone, a screen by day or night, and paper.
 *
 * <p>{@link org.kilocard.html.RunPage}, {@link org.kilocard.html.ComparePage}, {@link org.kilocard.html.SweepPage} and
 * {@link org.kilocard.html.PlanPage} each turn one report into the text of a file. They write with {@code Markup},
 * which escapes every text and closes what it opens, so that a page is well-formed XML as well whatever a scenario is
 * named; a template engine would start slower and promise neither. Pictures are inline SVG, coloured by the style
 * sheet, or PNG in the page; there is no script.
 */
@NullMarked
package org.kilocard.html;

import org.jspecify.annotations.NullMarked;
