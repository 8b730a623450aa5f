package io.discreet.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;
import scala.Tuple3;

/**
 * A standalone cluster of this process, whose two workers have a loopback address each: Spark runs
 * the copy of a slow task on another host only.
 */
final class TwoHosts implements AutoCloseable {
  private static final int MEGABYTES = 1024;

  private final List<RpcEnv> parts = new ArrayList<>();
  private final String master;

  /**
   * @param work where workers keep the logs of executors
   */
  TwoHosts(Path work) {
    SparkConf conf = new SparkConf();
    Tuple3<RpcEnv, Object, Option<Object>> started =
        Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf);
    parts.add(started._1());
    master = "spark://127.0.0.1:" + started._1().address().port();
    for (int worker = 1; worker <= 2; worker++) {
      parts.add(
          Worker.startRpcEnvAndEndpoint(
              "127.0.0." + worker,
              0,
              0,
              1,
              MEGABYTES,
              new String[] {master},
              work.toString(),
              Option.apply(worker),
              conf,
              Option.empty()));
    }
  }

  String master() {
    return master;
  }

  @Override
  public void close() {
    for (int part = parts.size() - 1; part >= 0; part--) {
      parts.get(part).shutdown();
      parts.get(part).awaitTermination();
    }
  }
}
