/**
 * Files that people write, read so that every complaint names the place, the key, what is wrong and what
 * would be right.
 *
 * <p>{@link org.kilocard.input.YamlDocument} turns a file into a tree of {@link org.kilocard.input.Node}s
 * that keep their places and stay untyped. {@link org.kilocard.input.Overrides} and {@link
 * org.kilocard.input.Mapping#merge} make changed trees of them. A reader in another package then asks a
 * {@link org.kilocard.input.Mapping} for each key with its type ({@link org.kilocard.input.Fields}), and at
 * the end calls {@code done()}, which refuses every key that was not asked for. So the code that reads a key
 * is the only place that declares it: there is no schema to keep in step. {@link
 * org.kilocard.input.Catalogue} finds files by name.
 *
 * <p>Rules between values ("expert must divide the cards") belong to the reader, which throws {@link
 * org.kilocard.input.Mapping#fail(String, String, String)}.
 */
@NullMarked
package org.kilocard.input;

import org.jspecify.annotations.NullMarked;
