import { credentials, status, type ServiceError } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerStackConfigureRequest,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  PolicyConfig,
  type AnalyzeRequest,
  type AnalyzeResponse,
  type AnalyzerInfo,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import type { StackResource } from "../engine/stackResource";
import { fromStruct, toStruct } from "../wire/struct";
import type { FindProvider, Judge, Remediated, Target } from "./judge";
import { analyzeRequest, stackResourceMessage } from "./messages";
import { levelNumber, readPack, type Pack } from "./pack";
import type { PolicySetting } from "./policyConfig";
import { readViolation, type Violation } from "./violation";

/** As much as the engine and the SDK allow: a stack is one message. */
const mostBytes = 400 * 1024 * 1024;

type Done<Response> = (error: ServiceError | null, response: Response) => void;
type Unary<Request, Response> = (request: Request, done: Done<Response>) => unknown;

/** A policy pack that runs, spoken to as the engine does. */
export class Analyzer implements Judge {
  pack: Pack = { name: "", version: "", policies: [], initialConfig: new Map() };
  /** Whether a policy may change resources, so that registrations have to wait for it. */
  remediates = false;
  readonly #client: AnalyzerClient;
  #described?: Promise<Pack>;

  constructor(port: number) {
    this.#client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": mostBytes,
      "grpc.max_send_message_length": mostBytes,
    });
  }

  /** Tells the pack the stack it judges, asks what it holds, and sets each policy's level and configuration. */
  async configure(target: Target, settingsOf: (pack: Pack) => Map<string, PolicySetting>): Promise<void> {
    const about = new AnalyzerStackConfigureRequest();
    about.setStack(target.stack.stack);
    about.setProject(target.project);
    about.setOrganization(target.stack.organization);
    about.setDryRun(true);
    about.setConfigSecretKeysList(target.config.secretKeys);
    for (const [key, value] of Object.entries(target.config.values)) about.getConfigMap().set(key, value);
    await this.#call(this.#client.configureStack.bind(this.#client), about).catch((error: ServiceError) => {
      // Packs on an older @pulumi/policy know no such call, and do without.
      if (error.code !== status.UNIMPLEMENTED) throw error;
    });
    // A pack that runs describes itself the same each time.
    this.#described ??= this.#call(
      (message: Empty, done: Done<AnalyzerInfo>) => this.#client.getAnalyzerInfo(message, done),
      new Empty(),
    ).then(readPack);
    this.pack = await this.#described;
    const settings = settingsOf(this.pack);
    const request = new ConfigureAnalyzerRequest();
    for (const [name, setting] of settings) {
      const config = new PolicyConfig();
      config.setEnforcementlevel(levelNumber(setting.level));
      config.setProperties(toStruct(setting.properties));
      request.getPolicyconfigMap().set(name, config);
    }
    await this.#call(this.#client.configure.bind(this.#client), request);
    this.remediates = [...settings.values()].some((setting) => setting.level === "remediate");
  }

  /** Lets the pack change a resource's inputs. */
  async remediate(resource: StackResource, provider: StackResource | undefined): Promise<Remediated> {
    const response = await this.#call(
      (message: AnalyzeRequest, done: Done<RemediateResponse>) => this.#client.remediate(message, done),
      analyzeRequest(resource, provider),
    );
    let { inputs } = resource;
    const applied = [];
    const warnings = [];
    for (const remediation of response.getRemediationsList()) {
      if (remediation.getDiagnostic() !== "") warnings.push(remediation.getDiagnostic());
      else {
        inputs = fromStruct(remediation.getProperties());
        applied.push({ policy: remediation.getPolicyname(), description: remediation.getDescription() });
      }
    }
    return { inputs, applied, warnings };
  }

  /** Judges one resource by its inputs, before it would be created. */
  async analyze(resource: StackResource, provider: StackResource | undefined): Promise<Violation[]> {
    const request = analyzeRequest(resource, provider);
    return this.#read(await this.#call(this.#client.analyze.bind(this.#client), request), resource.urn);
  }

  /** Judges the whole stack by its outputs. */
  async analyzeStack(
    resources: StackResource[],
    providerOf: FindProvider,
    rootUrn: string,
  ): Promise<Violation[]> {
    const request = new AnalyzeStackRequest();
    request.setResourcesList(
      resources.map((resource) => stackResourceMessage(resource, providerOf(resource))),
    );
    return this.#read(await this.#call(this.#client.analyzeStack.bind(this.#client), request), rootUrn);
  }

  close(): void {
    this.#client.close();
  }

  #read(response: AnalyzeResponse, urn: string): Violation[] {
    return response.getDiagnosticsList().map((diagnostic) => readViolation(diagnostic, this.pack, urn));
  }

  #call<Request, Response>(method: Unary<Request, Response>, request: Request): Promise<Response> {
    return new Promise((resolve, reject) => {
      method(request, (error, response) => (error ? reject(error) : resolve(response)));
    });
  }
}
