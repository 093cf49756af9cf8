import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { InputPropertiesError } from "@pulumi/pulumi/proto/errors_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConstructRequest, GetSchemaRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type ChildHost, startChild } from "../../../cli/offline/hosts/childHost";
import { announcedPort } from "../../../cli/offline/hosts/policyHost";
import { fromStruct, toStruct } from "../../../cli/offline/wire/struct";
import type { WireObject } from "../../../cli/offline/wire/wireValue";
import { scope, type TestEngine } from "./TestEngine";

/** What the plugin answers to `Construct`. */
export interface Constructed {
  urn: string;
  state: WireObject;
  /** URNs that each output comes from. */
  stateDependencies: Record<string, string[]>;
}

/** An argument that the plugin refused. */
export interface Refusal {
  propertyPath: string;
  reason: string;
}

/** What `Construct` failed with. */
export class ConstructFailure extends Error {
  constructor(
    message: string,
    readonly code: number,
    /** The bad arguments, where the plugin named them. */
    readonly refusals: Refusal[],
  ) {
    super(message);
  }
}

export interface ConstructArgs {
  name?: string;
  inputs: WireObject;
  inputDependencies?: Record<string, string[]>;
  update?: boolean;
  protect?: boolean;
}

/** A component plugin in the process that Pulumi's CLI starts for it. */
export class PluginProcess {
  private constructor(
    private readonly host: ChildHost,
    private readonly client: ResourceProviderClient,
    private readonly cwd: string,
  ) {}

  /** Starts the plugin in that directory; it runs where the program that uses it runs, which is elsewhere. */
  static async start(plugin: string, engine: TestEngine): Promise<PluginProcess> {
    const cwd = mkdtempSync(join(tmpdir(), "plugin-user-"));
    const sdk = createRequire(join(plugin, "package.json")).resolve("@pulumi/pulumi/package.json");
    const runner = join(dirname(sdk), "cmd/run-plugin");
    const host = startChild([runner, plugin, engine.address], cwd, process.env);
    const port = await new Promise<number>((resolve, reject) => {
      host.onStdout(() => {
        const announced = announcedPort(host.stdout());
        if (announced !== undefined) resolve(announced);
      });
      void host.ended.then(() => reject(new Error(`The plugin ended: ${host.stderr()}`)));
    });
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    return new PluginProcess(host, client, cwd);
  }

  schema(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.client.getSchema(new GetSchemaRequest(), (error, response) => {
        if (error) reject(error);
        else resolve(JSON.parse(response.getSchema()));
      });
    });
  }

  /** @throws ConstructFailure */
  construct(engine: TestEngine, args: ConstructArgs): Promise<Constructed> {
    return new Promise((resolve, reject) => {
      this.client.construct(requestOf(args, engine), (error, response) => {
        if (error) reject(failureOf(error));
        else
          resolve({
            urn: response.getUrn(),
            state: fromStruct(response.getState()),
            stateDependencies: Object.fromEntries(
              response
                .getStatedependenciesMap()
                .toArray()
                .map(([key, value]) => [key, (value as unknown as [string[]])[0]]),
            ),
          });
      });
    });
  }

  /** What the plugin printed. */
  get output(): string {
    return this.host.stdout() + this.host.stderr();
  }

  async stop(): Promise<void> {
    this.client.close();
    this.host.kill();
    await this.host.ended;
    rmSync(this.cwd, { recursive: true, force: true });
  }
}

function requestOf(args: ConstructArgs, engine: TestEngine): ConstructRequest {
  const request = new ConstructRequest();
  request.setProject(scope.project).setStack(scope.stack).setOrganization("organization");
  request
    .setDryrun(args.update !== true)
    .setParallel(16)
    .setMonitorendpoint(engine.address);
  request.setType("segment-bigquery:index:SegmentBigQuery").setName(args.name ?? "segment");
  request.setParent(engine.root).setInputs(toStruct(args.inputs)).setAcceptsOutputValues(true);
  for (const [property, urns] of Object.entries(args.inputDependencies ?? {}))
    request
      .getInputdependenciesMap()
      .set(property, new ConstructRequest.PropertyDependencies().setUrnsList(urns));
  if (args.protect !== undefined) request.setProtect(args.protect);
  return request;
}

function failureOf(error: ServiceError): ConstructFailure {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  const details = packed === undefined ? [] : Status.deserializeBinary(packed as Buffer).getDetailsList();
  const refusals = details.flatMap((detail) =>
    InputPropertiesError.deserializeBinary(detail.getValue_asU8())
      .getErrorsList()
      .map((one) => ({ propertyPath: one.getPropertyPath(), reason: one.getReason() })),
  );
  return new ConstructFailure(error.details, error.code, refusals);
}
