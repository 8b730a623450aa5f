package io.discreet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** What tasks hold travels with each of them, and is in nothing that Spark broadcasts. */
class SparkTaskDataTest {

  @Test
  void data_areInTheirPartitionAndNotInWhatIsBroadcast() throws IOException {
    try (SparkSession spark = LocalSpark.start()) {
      TaskData<String> tasks =
          new TaskData<>(
              spark.sparkContext(), List.of("key-of-first", "key-of-second"), String.class);

      assertThat(bytes(tasks.partitions()[0])).contains("key-of-first").doesNotContain("of-second");
      assertThat(bytes(tasks)).contains("TaskData").doesNotContain("key-of");
      assertThat(tasks.toJavaRDD().collect()).containsExactly("key-of-first", "key-of-second");
    }
  }

  private static String bytes(Object written) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(written);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
