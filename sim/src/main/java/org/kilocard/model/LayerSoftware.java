package org.kilocard.model;

/**
 * What a software stack decides about the kernels of a layer.
 *
 * @param sendsOnce whether a token arrives at a card once, however many of its experts are there, and is multiplied
 *     there; otherwise its card multiplies it
 * @param narrowTokens whether tokens travel to experts in the format of the products, where that is a narrow one
 * @param fusedPermutation whether rows are sorted by expert by a kernel of its own
 * @param fusedRotary whether latent attention turns queries, and writes keys and values, in a kernel each
 */
public record LayerSoftware(
    boolean sendsOnce, boolean narrowTokens, boolean fusedPermutation, boolean fusedRotary) {
  /** DeepSeek's: tokens once and in FP8, its own kernels to sort them, none for latent attention. */
  public static final LayerSoftware DEEPSEEK = new LayerSoftware(true, true, true, false);
}
