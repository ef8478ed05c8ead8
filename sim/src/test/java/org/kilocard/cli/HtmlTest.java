package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The pages that {@code --html} writes. */
final class HtmlTest {
  private static final String SMALL = """
      name: "<script>alert('x')</script> & \\"co\\""
      topology: h100-nvl8-ib
      cards: 32
      model: {name: "<b>&small", family: gpt, layers: 8, hidden: 2048, heads: 16, kv_heads: 16, ffn: 8192, vocab: 51200}
      parallelism: {tensor: 4, pipeline: 4, virtual_pipeline: 2}
      batch: {sequence_length: 2048, global: 32}
      training: {tokens: 20G}
      """;

  @TempDir
  private Path directory;

  private String small() throws IOException {
    return Files.writeString(directory.resolve("small.yaml"), SMALL).toString();
  }

  private String page(String... arguments) throws IOException {
    Path file = directory.resolve("page.html");
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("--html", file.toString()));
    Spoken spoken = Spoken.by(directory, words.toArray(String[]::new));
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    return Files.readString(file);
  }

  private static Document parsed(String page) {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      return builder.parse(new InputSource(new StringReader(page)));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("not well-formed", e);
    }
  }

  private static List<Element> all(Document document, String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** Nothing runs and nothing is fetched, and whoever hears the page instead of seeing it is told the same. */
  private static Document checked(String page) {
    Document document = parsed(page);
    assertThat(all(document, "script")).isEmpty();
    assertThat(all(document, "link")).isEmpty();
    assertThat(all(document, "title").get(0).getTextContent()).isNotBlank();
    assertThat(page).doesNotContain("url(", "@import").doesNotContainPattern("(src|href)=\"(?!data:image/png)");
    assertThat(all(document, "html").get(0).getAttribute("lang")).isEqualTo("en");
    all(document, "table").forEach(table -> {
      assertThat(table.getElementsByTagName("caption").getLength()).isEqualTo(1);
      Set<Integer> widths = new HashSet<>();
      NodeList rows = table.getElementsByTagName("tr");
      for (int i = 0; i < rows.getLength(); i++) {
        widths.add(rows.item(i).getChildNodes().getLength());
      }
      assertThat(widths).hasSize(1);
    });
    all(document, "img").forEach(image -> assertThat(image.getAttribute("alt")).isNotBlank());
    all(document, "svg").forEach(image -> assertThat(image.getAttribute("aria-label")).isNotBlank());
    return document;
  }

  @Test
  void hostileNamesAreOnlyNames() throws IOException {
    String page = page("run", small());
    Document document = checked(page);
    assertThat(all(document, "h1").get(0).getTextContent()).isEqualTo("<script>alert('x')</script> & \"co\"");
    assertThat(page).doesNotContain("<script", "<b>");
  }

  @Test
  void runHasEverySection() throws IOException {
    Document document = checked(page("run", small()));
    assertThat(all(document, "h2")).extracting(Element::getTextContent).containsExactly("Where the step goes",
        "Pipeline, as simulated: interleaved", "Pipeline stages", "Memory", "Links", "Collectives", "Inputs",
        "Constants and their sources");
    // The scenario in the page is one that runs.
    Path again = directory.resolve("again.yaml");
    Files.writeString(again, all(document, "pre").get(0).getTextContent());
    assertThat(Spoken.by(directory, "run", again.toString()).code()).isZero();
    // Each of 4 ranks passes 16 micro-batches through 2 chunks, forward and backward.
    int blocks = all(document, "path").stream().filter(path -> !path.getAttribute("class").equals("axis"))
        .mapToInt(path -> path.getAttribute("d").split("z").length).sum();
    assertThat(blocks).isEqualTo(4 * 16 * 2 * 2);
  }

  @Test
  void pageIsTheSameEveryTime() throws IOException {
    assertThat(page("run", small())).isEqualTo(page("run", small()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deepseek-v3-h800-2048", "llama3.1-405b-h100-16384"})
  void largeRunsMakeSmallPages(String scenario) throws IOException {
    String page = page("run", scenario);
    checked(page);
    assertThat(page.length()).isLessThan(500_000);
  }

  /** 8 ranks of 1,024 micro-batches are more blocks than a page should hold. */
  @Test
  void longPipelinesAreDrawnInColumns() throws IOException {
    String page = page("run", small(), "--set", "cards=8", "--set", "parallelism={pipeline: 8}", "--set",
        "batch.global=1024", "--set", "model.layers=8");
    assertThat(checked(page).getElementsByTagName("figcaption").item(0).getTextContent()).contains("Drawn in 1125 columns");
    assertThat(page.length()).isLessThan(500_000);
  }

  @Test
  void analyticRunHasNoPipeline() throws IOException {
    assertThat(all(checked(page("run", small(), "--set", "fidelity=analytic")), "svg")).isEmpty();
  }

  @Test
  void comparison() throws IOException {
    Document document = checked(page("compare", small(), "--vary", "parallelism.tensor=2,3"));
    assertThat(all(document, "h2")).extracting(Element::getTextContent)
        .contains("Side by side", "Where the time goes", "Inputs");
    assertThat(all(document, "p")).filteredOn(p -> p.getAttribute("class").equals("warning"))
        .singleElement().extracting(Element::getTextContent).asString().contains("tensor 3");
  }

  @Test
  void plan() throws IOException {
    Document document = checked(page("plan", small(), "--cards", "8,16", "--set", "batch.micro=1"));
    assertThat(all(document, "h2")).extracting(Element::getTextContent)
        .containsExactly("Best layouts on 16 cards", "Cards against days", "How to run them");
  }

  @Test
  void sweep() throws IOException {
    String page = page("sweep", "alltoall-over-ep", "--out", directory.toString());
    Document document = checked(page);
    assertThat(all(document, "img")).hasSize(1);
    assertThat(all(document, "table")).hasSize(1);
  }

  @Test
  void refusesWhatIsWrong() throws IOException {
    String file = directory.resolve("same").toString();
    Spoken spoken = Spoken.by(directory, "run", small(), "--json", file, "--html", file);
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(spoken.err()).contains("--html " + file + ": is also the file of --json");
    assertThat(Spoken.by(directory, "run", small(), "--html", directory.toString()).err()).contains("is a directory");
  }
}
