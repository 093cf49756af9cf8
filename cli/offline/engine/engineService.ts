import type { IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  LogSeverity,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { RequirePulumiVersionResponse } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { handler } from "./server";

/** Something that the program, or the SDK under it, said through the engine. */
export interface LogMessage {
  severity: "info" | "warning" | "error";
  text: string;
  urn?: string;
}

const severities: ReadonlyMap<number, LogMessage["severity"]> = new Map([
  [LogSeverity.INFO, "info"],
  [LogSeverity.WARNING, "warning"],
  [LogSeverity.ERROR, "error"],
]);

/** The engine's own service: it keeps the log and the stack's root resource. Debug messages are dropped. */
export function engineService(log: (message: LogMessage) => void): IEngineServer {
  let root = "";
  return {
    log: handler((request) => {
      const severity = severities.get(request.getSeverity());
      const urn = request.getUrn();
      if (severity) log({ severity, text: request.getMessage(), ...(urn === "" ? {} : { urn }) });
      return new Empty();
    }),
    getRootResource: handler(() => {
      const response = new GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    setRootResource: handler((request) => {
      root = request.getUrn();
      return new SetRootResourceResponse();
    }),
    startDebugging: handler(() => new Empty()),
    // Which CLI a program asks for is a matter of the CLI; there is none here.
    requirePulumiVersion: handler(() => new RequirePulumiVersionResponse()),
  };
}
