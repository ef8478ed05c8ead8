package org.kilocard.world;

/**
 * Two flows of a call that carry the same bytes: one in a mesh, one over the tier that lends to it.
 *
 * @param own leg of the call that stays in the mesh
 * @param lent leg of the call over the lender
 * @param ownPart part of the bytes that the mesh carries as planned
 */
record Borrowing(int own, int lent, double ownPart) {}
