package org.kilocard.input;

import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says in the user's words what the YAML parser says in its own. What it does not know it passes on. */
final class SyntaxProblem {

  private final String text;
  private final EventReader.Locator locator;

  SyntaxProblem(String text, EventReader.Locator locator) {
    this.text = text;
    this.locator = locator;
  }

  /** The exception to throw instead of {@code e}. */
  InputException explain(YamlEngineException e) {
    if (e instanceof ReaderException reader) {
      return InputException.at(atIndex(reader.getPosition()), String.format(
          Locale.ROOT, "the control character U+%04X is not allowed", reader.getCodePoint()));
    }
    if (e instanceof MarkedYamlEngineException marked) {
      return explain(marked, marked.getProblem(), Optional.ofNullable(marked.getContext()).orElse(""));
    }
    return InputException.at(locator.at(1, 1), "is not YAML: " + e.getMessage());
  }

  private InputException explain(MarkedYamlEngineException e, String problem, String context) {
    Optional<Mark> begin = e.getContextMark();
    Location here = e.getProblemMark().or(() -> begin).map(this::at).orElse(locator.at(1, 1));
    String opened = begin.map(mark -> " at line " + (mark.getLine() + 1)).orElse("");
    if (problem.contains("(TAB)")) {
      return InputException.at(here, "a tab where YAML wants spaces").withHint("Indent with spaces.");
    }
    if (problem.contains("that cannot start any token")) {
      String begins = problem.replaceAll("found character '(.).*", "'$1' cannot begin a value");
      return InputException.at(here, begins)
          .withHint("Put a text that begins with it in quotes.");
    }
    if (problem.contains("mapping values are not allowed here")) {
      return InputException.at(here, "a ':' that does not belong here")
          .withHint("Put a text that holds ': ' in quotes, and check the indentation of this line.");
    }
    if (context.contains("quoted scalar") && problem.contains("unexpected end")) {
      return InputException.at(begin.map(this::at).orElse(here), "the quote that opens here is not closed");
    }
    if (problem.contains("could not find expected ':'")) {
      return InputException.at(begin.map(this::at).orElse(here), "a key without a ':' after it");
    }
    if (problem.startsWith("expected ',' or ")) {
      String closing = problem.substring("expected ',' or ".length(), "expected ',' or ".length() + 3);
      InputException missing =
          InputException.at(here, "expected ',' or " + closing + " after the bracket opened" + opened);
      boolean bracket = e.getProblemMark().filter(this::atBracket).isPresent();
      return bracket ? missing.withHint("Put a value that holds brackets in quotes.") : missing;
    }
    if (problem.startsWith("expected the node content")) {
      return InputException.at(here, "a value is missing here");
    }
    if (problem.startsWith("expected <block end>")) {
      return InputException.at(here, "does not belong to the block that begins" + opened)
          .withHint("Check the indentation of this line.");
    }
    if (problem.startsWith("expected '<document start>'")) {
      return InputException.at(here, "something follows the end of the document");
    }
    return InputException.at(here, "is not YAML: " + (context.isEmpty() ? "" : context + ", ") + problem);
  }

  private boolean atBracket(Mark mark) {
    return text.lines().skip(mark.getLine()).findFirst()
        .filter(line -> line.length() > mark.getColumn() && line.charAt(mark.getColumn()) == '[')
        .isPresent();
  }

  private Location at(Mark mark) {
    return locator.at(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Location atIndex(int codePoints) {
    int line = 1;
    int column = 1;
    int[] before = text.codePoints().limit(codePoints).toArray();
    for (int point : before) {
      line += point == '\n' ? 1 : 0;
      column = point == '\n' ? 1 : column + 1;
    }
    return locator.at(line, column);
  }
}
