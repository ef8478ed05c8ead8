package org.kilocard.input;

/**
 * Where something was written.
 *
 * @param file the file as the user named it, or another source such as {@code --set a.b=c}
 * @param line from 1; 0 if the source has no lines to speak of
 * @param column from 1, in characters (code points); 0 together with the line
 */
public record Location(String file, int line, int column) {

  /** A source as a whole: a missing file, or an option of the command line. */
  public static Location of(String source) {
    return new Location(source, 0, 0);
  }

  /**
   * {@code file:line:column}, which editors and terminals turn into a link; {@code file} alone without lines.
   */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
