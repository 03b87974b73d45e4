import java.net.InetSocketAddress;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import org.apache.solr.servlet.CoreContainerProvider;
import org.apache.solr.servlet.SolrDispatchFilter;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;

/**
 * Solr in a Jetty of its own, at http://127.0.0.1:PORT/solr, without the Solr distribution.
 *
 * <p>Run: java -Dsolr.solr.home=HOME -Dsolr.log.dir=LOG -cp 'lib/*' Launcher.java PORT
 * Bound to the loopback address: Solr has no passwords here and must not be reachable from outside.
 */
public final class Launcher {
  private Launcher() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    Server server = new Server(new InetSocketAddress("127.0.0.1", port));
    ServletContextHandler context = new ServletContextHandler(server, "/solr");
    context.addEventListener(new CoreContainerProvider());
    context.addFilter(SolrDispatchFilter.class, "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setStopAtShutdown(true);
    server.setStopTimeout(10_000);
    server.start();
    server.join();
  }
}
