package io.discreet.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.policy.Budget.BudgetPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Law 6 in the calendar alone: each moment lies in one period, and a period comes once. */
class BudgetCalendarTest {

  /** Four hundred years of days, twice a day: what the calendar says agrees with itself. */
  @ParameterizedTest
  @EnumSource(value = BudgetPeriod.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void calendar_fourCenturies_hasOneKeyForEachPeriodWithoutGaps(BudgetPeriod period) {
    BudgetCalendar calendar = new BudgetCalendar(period, ZoneId.of("Europe/London"));
    Map<String, LocalDate> firstDays = new HashMap<>();
    Set<String> over = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    LocalDate end = LocalDate.MIN;
    String current = "";
    LocalDate last = LocalDate.of(2400, 1, 1);
    for (LocalDate day = LocalDate.of(2000, 1, 1); day.isBefore(last); day = day.plusDays(1)) {
      for (int hour : new int[] {0, 23}) {
        Instant moment = day.atTime(hour, 0).atZone(calendar.timeZone()).toInstant();
        String key = calendar.key(moment);
        LocalDate first = calendar.firstDay(moment).orElseThrow();
        LocalDate ending = calendar.endDay(moment).orElseThrow();
        boolean turns = !key.equals(current);
        boolean fits =
            !day.isBefore(first)
                && day.isBefore(ending)
                && first.equals(firstDays.computeIfAbsent(key, k -> first))
                && (turns
                    ? over.add(key)
                        && (current.isEmpty() || (first.equals(end) && first.equals(day)))
                    : ending.equals(end));
        if (!fits) {
          wrong.add(moment + " in " + key + ", from " + first + " to before " + ending);
        }
        current = key;
        end = ending;
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(over).hasSizeGreaterThanOrEqualTo(400);
  }
}
