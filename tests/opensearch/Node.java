// SPDX-License-Identifier: MIT
// One node of OpenSearch, from jars alone: java -cp 'lib/*' Node.java KEY=VALUE...
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

public class Node extends org.opensearch.node.Node {
  Node(Environment environment, Collection<Class<? extends Plugin>> plugins) {
    super(environment, plugins, false);
  }

  public static void main(String[] arguments) throws Exception {
    Settings.Builder settings = Settings.builder();
    for (String argument : arguments) {
      String[] pair = argument.split("=", 2);
      settings.put(pair[0], pair[1]);
    }
    settings.put("http.type", "netty4").put("transport.type", "netty4");
    settings.put("network.host", "127.0.0.1");
    Environment environment = InternalSettingsPreparer.prepareEnvironment(
        settings.build(), Map.of(), null, () -> "node");
    Node node = new Node(environment, List.of(Netty4Plugin.class));
    node.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        node.close();
      } catch (Exception failed) {
        failed.printStackTrace();
      }
    }));
    Thread.currentThread().join();
  }
}
