package org.kilocard.compute;

import org.kilocard.hardware.Accelerator;

/**
 * Units of a card that a kernel has, and those that it was launched for.
 *
 * <p><b>Model.</b> A GPU has one kind: whatever communication holds, every kernel is short of. An NPU has two: tiles of
 * matrices are computed by its matrix units (cubes), everything else and communication by its vector units, so that
 * communication never takes a matrix unit.
 *
 * @param launched units that products are laid out for
 * @param matrix units that compute tiles of matrices
 * @param vector units that do everything else
 * @param apart whether these are two kinds of units
 */
public record CardUnits(int launched, int matrix, int vector, boolean apart) {
  /** Checks that there is one of each. */
  public CardUnits {
    if (launched < 1 || matrix < 1 || matrix > launched || vector < 1) {
      throw new IllegalArgumentException(
          "impossible units: launched for " + launched + ", " + matrix + " matrix, " + vector + " vector");
    }
  }

  /** All units of a card. */
  public static CardUnits of(Accelerator card) {
    return new CardUnits(
        card.units(), card.units(), card.unitsForVectors(), card.vectorUnits().isPresent());
  }

  /** What is left when {@code reserved} are set aside: products are laid out for the rest. */
  public CardUnits without(int reserved) {
    return apart
        ? new CardUnits(launched, matrix, Math.max(1, vector - reserved), true)
        : new CardUnits(launched - reserved, matrix - reserved, vector - reserved, false);
  }

  /** What is left while communication holds {@code taken}, of which the launch of products knew nothing. */
  public CardUnits beside(int taken) {
    int left = Math.max(1, vector - taken);
    return apart ? new CardUnits(launched, matrix, left, true)
        : new CardUnits(launched, Math.max(1, matrix - taken), left, false);
  }
}
