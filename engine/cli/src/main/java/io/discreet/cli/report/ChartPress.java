package io.discreet.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.ScriptableObject;

/**
 * Draws charts as SVG by Apache ECharts, which runs here in a JavaScript interpreter without access
 * to Java, files or network. The pictures need no script where they are read.
 *
 * <p>Law: a text reaches the library as data, never as code, and the picture escaped.
 */
final class ChartPress {

  private static final String FACTS = "META-INF/maven/org.webjars.npm/echarts/pom.properties";

  private final ContextFactory factory = new ContextFactory();
  private final ScriptableObject scope;
  private final Function draw;

  private ChartPress() {
    scope = factory.call(ChartPress::library);
    draw = (Function) scope.get("draw", scope);
  }

  /** Made at the first chart: reading the library takes a second or two. */
  private static final class Only {
    private static final ChartPress PRESS = new ChartPress();
  }

  /** The picture that {@code charts.js} makes of a description in JSON. */
  static String draw(String json) {
    return Only.PRESS.picture(json);
  }

  private synchronized String picture(String json) {
    return factory.call(
        context -> {
          prepare(context);
          return Context.toString(draw.call(context, scope, scope, new Object[] {json}));
        });
  }

  private static ScriptableObject library(Context context) {
    prepare(context);
    ScriptableObject scope = context.initSafeStandardObjects();
    Properties facts = new Properties();
    try (InputStream in = resource(FACTS)) {
      facts.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = facts.getProperty("version");
    String library = "META-INF/resources/webjars/echarts/" + version + "/dist/echarts.min.js";
    context.evaluateString(scope, text(resource(library)), "echarts", 1, null);
    InputStream charts = Objects.requireNonNull(ChartPress.class.getResourceAsStream("charts.js"));
    context.evaluateString(scope, text(charts), "charts", 1, null);
    return scope;
  }

  private static void prepare(Context context) {
    // Compiled, the library is larger than a Java method may be.
    context.setInterpretedMode(true);
    context.setLanguageVersion(Context.VERSION_ES6);
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(
        ChartPress.class.getClassLoader().getResourceAsStream(name), name + " is not packaged");
  }

  private static String text(InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
