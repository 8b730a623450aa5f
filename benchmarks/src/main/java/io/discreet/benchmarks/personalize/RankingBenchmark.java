package io.discreet.benchmarks.personalize;

import io.discreet.engine.personalize.Affinity;
import io.discreet.engine.personalize.Personalizer;
import io.discreet.engine.personalize.Recommendation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds a request: this visitor is in one city and age band, rank these 40 items; or say
 * which five stand out. From four releases of 1,680 cells in all.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     org.openjdk.jmh.Main RankingBenchmark
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RankingBenchmark {
  private static final Map<String, String> VISITOR = Map.of("city", "city 2", "age_band", "age 2");

  private final List<String> items = MadeUpReleases.items();
  private Personalizer personalizer = Personalizer.from(List.of());

  /** Makes the releases of a night and asks once, so that what is computed once is there. */
  @Setup
  public void prepare() {
    personalizer = Personalizer.from(MadeUpReleases.night(1));
    rank();
    recommend();
  }

  /** All 40 items, best first. */
  @Benchmark
  public List<Affinity> rank() {
    return personalizer.rank(VISITOR, "item", items);
  }

  /** At most five items that stand out. */
  @Benchmark
  public List<Recommendation> recommend() {
    return personalizer.recommend(VISITOR, "item", 5);
  }
}
