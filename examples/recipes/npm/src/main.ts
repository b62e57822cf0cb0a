/** A shop that says what is in it. */

import { createServer } from "node:http";
import colors from "picocolors";

const stock = "ten apples";

const answers: Partial<Record<string, () => string>> = {
  "/": () => JSON.stringify({ stock, mode: process.env.NODE_ENV }),
  "/healthz": () => "ok",
  "/whoami": () => JSON.stringify({ uid: process.getuid?.(), gid: process.getgid?.() }),
};

const server = createServer((request, response) => {
  const answer = answers[request.url ?? ""];
  response.writeHead(answer ? 200 : 404, { "Content-Type": "text/plain" });
  response.end(answer ? answer() : "not found");
});

server.listen(8080, () => console.log(colors.green("the shop is open")));

// The first process of a container obeys no signal that it has no handler for.
process.on("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
});
