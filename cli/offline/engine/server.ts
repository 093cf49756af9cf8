import type { Server as NetServer, Socket } from "node:net";
import { Server, ServerCredentials, status, type handleUnaryCall } from "@grpc/grpc-js";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService, type IResourceMonitorServer } from "@pulumi/pulumi/proto/resource_grpc_pb";

/** As much as the SDK allows in either direction. */
const mostBytes = 400 * 1024 * 1024;

/** Serves the engine's protocol on a socket that is already listening, to those who came early too. */
export function serveEngine(
  listener: NetServer,
  early: Socket[],
  monitor: IResourceMonitorServer,
  engine: IEngineServer,
): Server {
  const server = new Server({
    "grpc.max_receive_message_length": mostBytes,
    "grpc.max_send_message_length": mostBytes,
  });
  server.addService(ResourceMonitorService, monitor);
  server.addService(EngineService, engine);
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  listener.removeAllListeners("connection");
  listener.on("connection", (socket: Socket) => injector.injectConnection(socket));
  for (const socket of early) injector.injectConnection(socket);
  return server;
}

/** Makes a service method of a function; what it throws becomes the call's error instead of ending the process. */
export function handler<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => answer(call.request))
      .then(
        (response) => callback(null, response),
        (error: unknown) => {
          callback({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
        },
      );
  };
}
