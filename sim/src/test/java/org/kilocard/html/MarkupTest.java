package org.kilocard.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MarkupTest {
  @Test
  void escapesTextAndAttributes() {
    String text = new Markup().open("p", "title", "a \"b\" <c> & d").text("1 < 2 & \"3\" > 0").close().document();
    assertThat(text).isEqualTo("<!DOCTYPE html>\n<p title=\"a &quot;b&quot; &lt;c&gt; &amp; d\">"
        + "1 &lt; 2 &amp; \"3\" &gt; 0</p>\n");
  }

  @Test
  void replacesWhatXmlDoesNotKnow() {
    assertThat(new Markup().element("p", "a\u0000b\u001bc\ud800d\ud83d\ude00").document())
        .contains("<p>a\ufffdb\ufffdc\ufffdd\ud83d\ude00</p>");
  }

  @Test
  void isClosedAtTheEnd() {
    assertThatThrownBy(() -> new Markup().open("p").document()).hasMessageContaining("not closed");
  }

  @Test
  void tableHasACellForEachColumn() {
    Table table = new Table("numbers").words("a").numbers("b").bars();
    assertThatThrownBy(() -> table.row(List.of("x"))).isInstanceOf(IllegalArgumentException.class);
    Markup markup = new Markup();
    table.row(List.of("x", "1"), List.of(0.25, 2.0)).write(markup);
    assertThat(markup.document()).contains("<th scope=\"row\">x</th>", "<td class=\"n\">1</td>",
        "style=\"width:25.00%\"", "style=\"width:100.00%\"");
  }
}
