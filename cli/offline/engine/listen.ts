import { createServer, type Server, type Socket } from "node:net";

/** A socket that listens before there is anybody to serve it. */
export interface EarlyListener {
  server: Server;
  address: string;
  /** Connections so far. */
  early: Socket[];
}

/**
 * Listens on a free port of this machine.
 *
 * Hosts take a second to start and gRPC a third to load: with an address in hand, both can happen at once.
 */
export async function listenEarly(): Promise<EarlyListener> {
  const server = createServer();
  const early: Socket[] = [];
  server.on("connection", (socket) => early.push(socket));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("The engine has no port to listen on.");
  return { server, address: `127.0.0.1:${bound.port}`, early };
}
