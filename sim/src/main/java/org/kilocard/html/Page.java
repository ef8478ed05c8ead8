package org.kilocard.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** A page under way: head and style sheet written, sections to follow. */
final class Page {
  private final Markup markup = new Markup();

  /** Begins a page. */
  Page(String title) {
    markup.open("html", "lang", "en").open("head");
    markup.empty("meta", "charset", "utf-8");
    markup.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    markup.empty("meta", "name", "color-scheme", "content", "light dark");
    markup.element("title", title);
    markup.element("style", style());
    markup.close().open("body");
    markup.element("h1", title);
    markup.open("main");
  }

  private static String style() {
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream("page.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the page is written. */
  Markup markup() {
    return markup;
  }

  Page heading(String words) {
    markup.element("h2", words);
    return this;
  }

  Page paragraph(String words) {
    markup.element("p", words);
    return this;
  }

  Page quiet(String words) {
    markup.element("p", words, "class", "quiet");
    return this;
  }

  Page warnings(List<String> warnings) {
    warnings.forEach(warning -> markup.element("p", "Warning: " + warning, "class", "warning"));
    return this;
  }

  /** A number that counts, its name above it and a remark below. */
  record Tile(String name, String value, String remark) {}

  Page tiles(List<Tile> tiles) {
    markup.open("dl", "class", "tiles");
    for (Tile tile : tiles) {
      markup.open("div").element("dt", tile.name()).open("dd").text(tile.value());
      if (!tile.remark().isEmpty()) {
        markup.element("span", tile.remark(), "class", "small");
      }
      markup.close().close();
    }
    markup.close();
    return this;
  }

  /** Names of the colours of stacked bars. */
  Page legend(List<String> names) {
    markup.open("ul", "class", "legend");
    for (int i = 0; i < names.size(); i++) {
      markup.open("li").element("i", "", "class", "k" + i).text(names.get(i)).close();
    }
    markup.close();
    return this;
  }

  /** Something long, folded away until it is asked for. */
  Page preformatted(String summary, String text) {
    markup.open("details").element("summary", summary).element("pre", text).close();
    return this;
  }

  /** Ends the page; the text of the file. */
  String end(String footer) {
    markup.close();
    markup.element("footer", footer);
    return markup.close().close().document();
  }
}
