package shop;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A shop that says what is in it. */
public final class Shop {
    private static final String STOCK = "ten apples";
    private static final int PORT = 8080;

    private Shop() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
        server.createContext("/", Shop::answer);
        server.start();
        // Java ends with 143 when it is told to stop, though all went well.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stop(1);
            Runtime.getRuntime().halt(0);
        }));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try {
            switch (exchange.getRequestURI().getPath()) {
                case "/":
                    json(exchange, Map.of("stock", STOCK));
                    break;
                case "/healthz":
                    write(exchange, 200, "ok");
                    break;
                case "/whoami":
                    json(exchange, Map.of("uid", owner("uid"), "gid", owner("gid")));
                    break;
                default:
                    write(exchange, 404, "nothing is here");
            }
        } finally {
            exchange.close();
        }
    }

    private static Object owner(String attribute) throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:" + attribute);
    }

    private static void json(HttpExchange exchange, Object value) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        write(exchange, 200, new Gson().toJson(value));
    }

    private static void write(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
