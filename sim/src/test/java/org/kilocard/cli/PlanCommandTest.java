package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.input.Mapping;
import org.kilocard.input.YamlDocument;

/** {@code kilocard plan}, as typed. */
final class PlanCommandTest {
  private static final String SMALL = """
      name: "<b>small</b>"
      topology: ./topology.yaml
      model: {name: small, family: gpt, layers: 4, hidden: 2048, heads: 16, kv_heads: 16, ffn: 8192, vocab: 51200}
      batch: {sequence_length: 2048, global: 32}
      training: {tokens: 20G}
      """;

  @TempDir
  private Path directory;

  private Spoken plan(String... arguments) {
    List<String> words = new ArrayList<>(List.of("plan"));
    words.addAll(List.of(arguments));
    return Spoken.by(directory, words.toArray(String[]::new));
  }

  private String small() throws IOException {
    Files.writeString(directory.resolve("topology.yaml"), Files.readString(Path.of("../topologies/h100-nvl8-ib.yaml")));
    Path file = directory.resolve("small.yaml");
    Files.writeString(file, SMALL);
    return file.toString();
  }

  /** Every file that it writes runs in another folder, and takes the time that the plan says. */
  @Test
  void proposalsAreScenariosReadyToRun() throws IOException {
    Path json = directory.resolve("plan.json");
    Path folder = directory.resolve("made/here");
    Path picture = directory.resolve("plan.png");
    Spoken spoken = plan(small(), "--cards", "8", "--set", "parallelism.zero=1", "--json", json.toString(),
        "--out", folder.toString(), "--png", picture.toString());
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    assertThat(ImageIO.read(picture.toFile())).isNotNull();
    Mapping read = YamlDocument.parse(json);
    List<Mapping> proposals = read.mappings("proposals");
    assertThat(proposals).hasSizeGreaterThan(1);
    for (int i = 0; i < proposals.size(); i++) {
      Path file = folder.resolve("plan-8-" + (i + 1) + ".yaml");
      assertThat(spoken.out()).contains("kilocard run " + file);
      Path result = directory.resolve("run.json");
      assertThat(Spoken.by(directory, "run", file.toString(), "--json", result.toString()).code()).isZero();
      Mapping run = YamlDocument.parse(result);
      assertThat(run.mapping("step").number("time_s")).isEqualTo(proposals.get(i).number("step_time_s"));
      assertThat(run.text("scenario")).startsWith("<b>small</b>, 8 cards, ");
    }
  }

  @Test
  void withoutScenario() {
    Spoken spoken = plan("--model", "llama2-7b", "--topology", "h100-nvl8-ib", "--tokens", "1T", "--global-batch", "64",
        "--sequence", "4096", "--cards", "16", "--set", "parallelism.tensor=8", "--set", "batch.micro=1");
    assertThat(spoken.err()).isEmpty();
    assertThat(spoken.code()).isZero();
    assertThat(spoken.out()).startsWith("Plan: Llama 2 7B on h100-nvl8-ib, 16 cards")
        .contains("Best layouts on 16 cards, as simulated", "TP8 DP2", "Cards against days");
  }

  @Test
  void noPlanEndsWithOne() throws IOException {
    Spoken spoken = plan(small(), "--deadline", "1h", "--set", "topology.cards=16");
    assertThat(spoken.code()).isEqualTo(1);
    assertThat(spoken.err())
        .matches("no plan: The soonest is \\d\\.\\d hours, with 16 cards; h100-nvl8-ib has no more than 16 cards\\.\\R");
    Spoken atOnce = plan(small(), "--deadline", "10 s");
    assertThat(atOnce.code()).isEqualTo(1);
    assertThat(atOnce.out()).contains("done in 10 s on as few cards as possible");
    Spoken tooLarge = plan("gpt3-175b-a100-1024", "--cards", "8");
    assertThat(tooLarge.code()).isEqualTo(1);
    assertThat(tooLarge.err()).contains("layouts of 8 cards fits into memory");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "SMALL | says neither --cards nor --deadline nor --budget",
      "SMALL --cards 8 --deadline 3d | --cards, --deadline and --budget do not go together",
      "SMALL --deadline 60 | --deadline 60: a duration needs a unit, e.g. 60 d or 8 weeks",
      "SMALL --deadline 0d | must be above zero",
      "SMALL --budget 5MUSD | --budget 5MUSD: needs the price of a card hour",
      "SMALL --budget 5 | a price needs a unit",
      "SMALL --cards none | --cards none: 'none' is not a count",
      "SMALL --cards 0 | --cards 0: must be a whole number from 1",
      "SMALL --cards 64..8 | the range '64..8' ends before it begins",
      "deepseek-v3-cloudmatrix-6144 --cards 99999999 | must be a whole number",
      "SMALL --cards 8 --spare 80GiB | leaves nothing of the 80 GiB of a card",
      "SMALL --cards 8 --model llama2-7b | goes instead of a scenario, not with one",
      "SMALL --cards 8 --set cards=16 | is what is planned. Say --cards N.",
      "SMALL --cards 8 --set parallelism={} | is what is searched",
      "SMALL --cards 8 --set parallelism.tensr=8 | Did you mean 'parallelism.tensor'?",
      "SMALL --cards 8 --set parallelism.tensor=x | --set parallelism.tensor=x: 'x' is not a count",
      "SMALL --cards 8 --set schedule=dulpipe | Did you mean 'dualpipe'?",
      "SMALL --cards 8 --set nme=x | unknown key",
      "SMALL --cards 8 --out small.yaml/x | is not a folder that can be made",
      "nothing --cards 8 | there is no 'nothing' in scenarios",
      "--cards 8 | there is nothing to plan",
      "--model llama2-7b --cards 8 | a plan needs --topology, --global-batch, --sequence",
      "--model llma2-7b --topology h100-nvl8-ib --global-batch 8 --sequence 4096 --cards 8 | --model llma2-7b: there is no",
      "--model llama2-7b --topology h100-nvl8-ib --global-batch 8 --sequence 4096 --cards 8 | --tokens: is missing",
  })
  void refusesWhatIsWrong(String arguments, String complaint) throws IOException {
    String file = small();
    String[] words = arguments.replace("SMALL", file).replace("small.yaml/x", file + "/x").split(" ");
    Spoken spoken = plan(words);
    assertThat(spoken.err()).contains(complaint);
    assertThat(spoken.err().lines().count()).isLessThanOrEqualTo(2);
    assertThat(spoken.code()).isEqualTo(2);
    assertThat(spoken.out()).isEmpty();
  }
}
