package org.kilocard.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.kilocard.collective.Call;
import org.kilocard.collective.Operation;
import org.kilocard.job.Role;
import org.kilocard.program.Program;
import org.kilocard.program.ProgramBuilder;
import org.kilocard.program.Stream;

/** The programs of the cards of a collective: calls that start at once, each on a stream of its own. */
final class MemberPrograms {
  /** Program of the members that send, and of all members of what is no send. */
  static final int FIRST_HALF = 0;
  /** Program of the members that receive. */
  static final int SECOND_HALF = 1;
  /** Program of the other cards. */
  static final int IDLE = 2;

  private MemberPrograms() {}

  /** The programs in the order of their numbers; {@code roles} says on whose group a call is made. */
  static List<Program> of(List<Call> calls, Function<Operation, Role> roles) {
    List<Program> programs = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      ProgramBuilder program = new ProgramBuilder(0);
      for (int i = 0; i < calls.size(); i++) {
        Role role = roles.apply(calls.get(i).operation());
        boolean receives = half == SECOND_HALF && role == Role.PIPELINE_NEXT;
        // The first stream is for kernels.
        program.communicate(
            Stream.values()[i + 1], receives ? Role.PIPELINE_PREVIOUS : role, calls.get(i), i);
      }
      programs.add(program.build());
    }
    programs.add(new ProgramBuilder(0).build());
    return programs;
  }
}
