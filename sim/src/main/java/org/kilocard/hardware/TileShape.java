package org.kilocard.hardware;

/**
 * The part of a result matrix that one unit computes at a time.
 *
 * @param rows of the result
 * @param columns of the result
 * @param relativeEfficiency main-loop rate of this shape over that of the library's best shape, 0 … 1
 */
public record TileShape(int rows, int columns, double relativeEfficiency) {
  /** Checks the sizes. */
  public TileShape {
    if (rows < 1 || columns < 1 || !(relativeEfficiency > 0 && relativeEfficiency <= 1)) {
      throw new IllegalArgumentException(
          "a tile has rows and columns >= 1 and a relative efficiency in (0, 1], got "
              + rows + "x" + columns + " at " + relativeEfficiency);
    }
  }
}
