package org.kilocard.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SharedWorkTest {
  private static final int LOWER = 0;
  private static final int OWN = 1;
  private static final int LENT = 2;

  @Test
  void whatTheSlowerLegHasLeftIsSplitAtTheSpeedsOfBoth() {
    // Planned 3/4 and 1/4. The mesh moves 3/4 in one second; of the rest half is left.
    SharedWork work = new SharedWork(new Borrowing(OWN, LENT, 0.75));
    assertThat(work.ended(LOWER, 1)).isFalse();
    assertThat(work.ended(OWN, 1)).isTrue();
    // 1/8 left at 3/4 and 1/8 a second: 6/7 and 1/7 of it.
    work.split(LENT, 0.5, 0.5);
    assertThat(work.ofPlan(OWN) * 0.75).isCloseTo(0.125 * 6 / 7, within(1e-15));
    assertThat(work.ofPlan(LENT) * 0.25).isCloseTo(0.125 / 7, within(1e-15));
    // Had the speeds stayed, both would end now.
    assertThat(work.ended(OWN, 7)).isTrue();
  }

  @Test
  void crumbsGoToTheFasterLeg() {
    SharedWork work = new SharedWork(new Borrowing(OWN, LENT, 0.75));
    assertThat(work.ended(OWN, 1)).isTrue();
    work.split(LENT, 1e-7, 0.001);
    assertThat(work.ofPlan(OWN) * 0.75).isCloseTo(0.25e-7, within(1e-20));
    assertThat(work.ofPlan(LENT)).isZero();
    assertThat(work.ended(OWN, 1)).isFalse();
  }
}
