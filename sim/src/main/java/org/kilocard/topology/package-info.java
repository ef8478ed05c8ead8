/** How cards are joined: tiers of domains, innermost first, down to single links. */
@NullMarked
package org.kilocard.topology;

import org.jspecify.annotations.NullMarked;
