package com.example.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** A shop that says what is in it. */
public final class Shop {
    private static final String STOCK = "ten apples";

    private static final Map<String, Callable<String>> ANSWERS = Map.of(
            "/", () -> "{\"stock\": \"" + STOCK + "\", \"heap\": " + Runtime.getRuntime().maxMemory() + "}",
            "/healthz", () -> "ok",
            "/whoami", Shop::whoami);

    private Shop() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
        server.createContext("/", Shop::answer);
        server.start();
        // Java ends with 143 at SIGTERM unless somebody says otherwise.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stop(0);
            Runtime.getRuntime().halt(0);
        }));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        Callable<String> answer = ANSWERS.get(exchange.getRequestURI().getPath());
        byte[] body;
        try {
            body = (answer == null ? "not found" : answer.call()).getBytes(StandardCharsets.UTF_8);
        } catch (Exception error) {
            throw new IOException(error);
        }
        exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** The ids that the kernel has for this process. */
    private static String whoami() throws IOException {
        StringBuilder ids = new StringBuilder("{");
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            String[] words = line.split("\\s+");
            if (words[0].equals("Uid:") || words[0].equals("Gid:")) {
                ids.append(ids.length() == 1 ? "" : ", ");
                ids.append('"').append(words[0].substring(0, 3).toLowerCase()).append("\": ").append(words[1]);
            }
        }
        return ids.append('}').toString();
    }
}
