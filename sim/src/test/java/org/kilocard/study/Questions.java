package org.kilocard.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Routed;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.input.Catalogue;
import org.kilocard.job.Communication;
import org.kilocard.job.Faults;
import org.kilocard.job.Overlap;
import org.kilocard.job.UnitMode;
import org.kilocard.report.CollectiveTable;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.LinkFault;
import org.kilocard.topology.LinkName;
import org.kilocard.topology.Tier;
import org.kilocard.topology.TopologyFile;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/** Questions about the catalogue's topologies, changed one thing at a time. */
record Questions(CollectiveQuestion question) {
  static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));

  /** Whole domains of a topology with its own stack, NCCL-like. */
  static Questions on(String topology, Operation operation, int cards, Long... sizes) {
    Cluster cluster = TopologyFile.load(CATALOGUE, topology);
    int domain = Math.min(cluster.mostCards(), cluster.tiers().get(0).cards().orElse(cards));
    Stack stack = StackFile.load(CATALOGUE, cluster.stack());
    return new Questions(new CollectiveQuestion(cluster, stack, operation, List.of(sizes),
        new Members(cards, domain, domain), driven(UnitMode.SHARED, 0), Optional.empty(), List.of(),
        Faults.NONE, true));
  }

  static Communication driven(UnitMode mode, int units) {
    return new Communication(mode, units, new Overlap(false, false, false, false, false), Map.of());
  }

  /** The same with an algorithm by name. */
  Questions named(String algorithm) {
    Communication driven = question.communication();
    return with(question.stack(), question.members(), new Communication(driven.unitMode(), driven.units(),
        driven.overlap(), Map.of(question.operation().name().toLowerCase(Locale.ROOT), algorithm)),
        question.routing(), question.beside(), question.fold());
  }

  /** The same on a network whose leaves have so many times less to the spines than to the cards. */
  Questions oversubscribed(double ratio) {
    Cluster of = question.cluster();
    List<Tier> tiers = new ArrayList<>(of.tiers());
    Tier net = tiers.remove(tiers.size() - 1);
    tiers.add(new Tier(net.name(), net.kind(), net.cards(), net.bytesPerSecond(), net.latencyPs(), net.rails(),
        net.radix(), net.levels(), ratio, net.routing(), net.transport(), net.grid(), net.near(),
        net.reduces()));
    Cluster cluster = new Cluster(of.name(), of.accelerator(), of.stack(), of.cards(), tiers);
    return new Questions(new CollectiveQuestion(cluster, question.stack(), question.operation(), question.sizes(),
        question.members(), question.communication(), question.routing(), question.beside(), question.faults(),
        question.fold()));
  }

  /** The same with links that have a part of their rate, 0: none. */
  Questions faulty(String links, double rate) {
    Faults faults = new Faults(List.of(), List.of(new LinkFault(LinkName.parse(links).orElseThrow(), rate)));
    return new Questions(new CollectiveQuestion(question.cluster(), question.stack(), question.operation(),
        question.sizes(), question.members(), question.communication(), question.routing(), question.beside(), faults,
        question.fold()));
  }

  Questions members(int ranks, int perDomain) {
    return with(question.stack(), new Members(ranks, perDomain, question.members().domain()),
        question.communication(), question.routing(), question.beside(), question.fold());
  }

  Questions beside(CollectiveQuestion.Beside... others) {
    return with(question.stack(), question.members(), question.communication(), question.routing(),
        List.of(others), question.fold());
  }

  Questions routed(Routed routed) {
    return with(question.stack(), question.members(), question.communication(), Optional.of(routed),
        question.beside(), question.fold());
  }

  Questions driver(String stack, UnitMode mode, int units) {
    return with(StackFile.load(CATALOGUE, stack), question.members(), driven(mode, units), question.routing(),
        question.beside(), question.fold());
  }

  Questions fold(boolean fold) {
    return with(question.stack(), question.members(), question.communication(), question.routing(),
        question.beside(), fold);
  }

  Questions sizes(Long... sizes) {
    return new Questions(new CollectiveQuestion(question.cluster(), question.stack(), question.operation(),
        List.of(sizes), question.members(), question.communication(), question.routing(), question.beside(),
        question.faults(), question.fold()));
  }

  private Questions with(Stack stack, Members members, Communication communication, Optional<Routed> routing,
      List<CollectiveQuestion.Beside> beside, boolean fold) {
    return new Questions(new CollectiveQuestion(question.cluster(), stack, question.operation(),
        question.sizes(), members, communication, routing, beside, question.faults(), fold));
  }

  CollectiveTable answer(Simulator simulator) {
    return CollectiveStudy.answer(question, simulator, Progress.NONE);
  }

  /** Time of the first size, picoseconds. */
  long timePs(Simulator simulator) {
    return answer(simulator).rows().get(0).timePs();
  }
}
