import { randomUUID } from "node:crypto";
import { status } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { IResourceMonitorServer } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { CallResponse, CheckFailure, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import {
  ReadResourceResponse,
  RegisterPackageResponse,
  RegisterResourceResponse,
  SupportsFeatureResponse,
  type ReadResourceRequest,
  type RegisterResourceRequest,
  type ResourceInvokeRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { IncompleteList } from "../incomplete";
import type { OpenCall } from "../programNotes";
import { noValues, type GivenValues } from "../project/values";
import { answerInvoke } from "../invoke/answerInvoke";
import { projectOfProvider, simulateOutputs } from "../simulate/simulateOutputs";
import { fromStruct, toStruct } from "../wire/struct";
import { knownText, normalisedObject, UNKNOWN, type WireObject } from "../wire/wireValue";
import type { Deployment } from "./deployment";
import { handler } from "./server";
import { defaultProvider, isProviderType, urnOfReference } from "./providers";
import { isBuiltIn, lookupReason, programFrames, readLookup, readRegistration } from "./readRequest";
import type { StackResource } from "./stackResource";
import { Transforms } from "./transforms";
import { makeUrn, packageOfType } from "./urn";

/** What the SDK may ask for and gets; the rest of the protocol's features matter to an update only. */
const features: ReadonlySet<string> = new Set([
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "deletedWith",
  "replaceWith",
  "replacementTrigger",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
  "errorHooks",
]);

/** Judges a resource that is about to be registered; may change its inputs. Registration goes on when it resolves. */
export type OnRegister = (resource: StackResource) => Promise<void>;

/** The engine's resource monitor: answers a program as a preview of a stack that has no state. */
export class Monitor {
  readonly transforms = new Transforms();
  /** Functions that could not be answered in full. */
  readonly openCalls: OpenCall[] = [];

  constructor(
    private readonly deployment: Deployment,
    private readonly incomplete: IncompleteList,
    private readonly onRegister: OnRegister,
    private readonly programDirectory: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly values: GivenValues = noValues,
  ) {}

  /** The handlers; hooks are accepted and never called, because a preview creates nothing. */
  service(): IResourceMonitorServer {
    return {
      // SDKs that know this call fall back to what the program host was started with.
      getDeploymentInfo: (_call, callback) =>
        callback({ code: status.UNIMPLEMENTED, details: "not supported" }),
      supportsFeature: handler((request) => {
        const response = new SupportsFeatureResponse();
        response.setHassupport(features.has(request.getId()));
        return response;
      }),
      registerResource: handler((request) => this.#register(request)),
      registerResourceOutputs: handler((request) => {
        this.deployment.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()));
        return new Empty();
      }),
      readResource: handler((request) => this.#read(request)),
      invoke: handler((request) => this.#invoke(request)),
      call: handler((request) => {
        this.incomplete.add(
          `method ${request.getTok()}`,
          "a plugin would have to run it, so its result counts as unknown",
        );
        const response = new CallResponse();
        response.setReturn(toStruct({ result: UNKNOWN }));
        return response;
      }),
      registerStackTransform: handler((callback) => {
        this.transforms.stack.push(callback);
        return new Empty();
      }),
      registerStackInvokeTransform: handler((callback) => {
        this.transforms.invokes.push(callback);
        return new Empty();
      }),
      registerResourceHook: handler(() => new Empty()),
      registerErrorHook: handler(() => new Empty()),
      registerPackage: handler(() => {
        const response = new RegisterPackageResponse();
        response.setRef(randomUUID());
        return response;
      }),
      signalAndWaitForShutdown: handler(() => new Empty()),
    };
  }

  async #register(request: RegisterResourceRequest): Promise<RegisterResourceResponse> {
    await this.transforms.apply(request);
    const parent = request.getParent() || undefined;
    const type = request.getType();
    const urn = makeUrn(this.deployment.scope, type, request.getName(), parent);
    this.transforms.set(urn, request.getTransformsList(), parent);
    const resource = readRegistration(
      request,
      urn,
      parent ? this.deployment.resources.get(parent) : undefined,
    );
    if (resource.custom && !isProviderType(type)) {
      resource.provider = await this.#providerOf(request.getProvider(), type, parent, request.getVersion());
    }
    resource.frames = programFrames(request, this.programDirectory);
    if (!resource.custom) this.deployment.handDown(urn, parent, request.getProvidersMap().entries());
    this.deployment.add(resource);
    await this.onRegister(resource);
    if (resource.remote) {
      this.incomplete.add(
        urn,
        "it is built by a component plugin, which does not run offline; its parts are missing",
      );
    } else if (resource.custom) {
      resource.outputs = this.#outputsOf(resource);
    }
    const response = new RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(resource.id ?? "");
    response.setObject(toStruct(resource.outputs));
    return response;
  }

  /** A default provider is registered, and judged, before the first resource that needs it. */
  async #providerOf(
    reference: string,
    type: string,
    parent: string | undefined,
    version: string,
  ): Promise<string> {
    let registered: Promise<void> | undefined;
    const urn = this.deployment.providerFor(
      { reference, parent, pkg: packageOfType(type), version },
      (provider) => {
        registered = this.onRegister(provider);
      },
    );
    await registered;
    return urn;
  }

  #outputsOf({ type, inputs, provider, options }: StackResource): WireObject {
    if (isProviderType(type)) return inputs;
    const configured = provider ? this.deployment.resources.get(provider)?.inputs : undefined;
    return simulateOutputs(
      type,
      inputs,
      projectOfProvider(configured ?? {}, this.env),
      options.additionalSecretOutputs,
    );
  }

  async #read(request: ReadResourceRequest): Promise<ReadResourceResponse> {
    const type = request.getType();
    const parent = request.getParent() || undefined;
    const urn = makeUrn(this.deployment.scope, type, request.getName(), parent);
    const resource = readLookup(request, urn, (stack) => this.values.stackReferences.get(stack));
    if (!isBuiltIn(type)) {
      this.incomplete.add(urn, lookupReason, urn);
      resource.provider = await this.#providerOf(request.getProvider(), type, parent, request.getVersion());
    }
    this.deployment.add(resource);
    const response = new ReadResourceResponse();
    response.setUrn(resource.urn);
    response.setProperties(toStruct(resource.outputs));
    return response;
  }

  async #invoke(request: ResourceInvokeRequest): Promise<InvokeResponse> {
    const token = request.getTok();
    const response = new InvokeResponse();
    const sent = fromStruct(request.getArgs());
    if (token === "pulumi:pulumi:getResource") {
      response.setReturn(toStruct(this.#getResource(knownText(sent.urn) ?? "")));
      return response;
    }
    const args = normalisedObject(await this.transforms.applyToInvoke(token, sent));
    const answer = answerInvoke(token, args, {
      provider: this.#providerInputs(request.getProvider(), token),
      programDirectory: this.programDirectory,
      env: this.env,
      values: this.values,
      incomplete: this.incomplete,
      onOpen: (call) => this.openCalls.push(call),
    });
    if (answer instanceof Error) {
      const failure = new CheckFailure();
      failure.setReason(answer.message);
      response.setFailuresList([failure]);
    } else {
      response.setReturn(toStruct(answer));
    }
    return response;
  }

  /** What the provider of a function is configured with. */
  #providerInputs(reference: string, token: string): WireObject {
    if (reference !== "") return this.deployment.resources.get(urnOfReference(reference))?.inputs ?? {};
    return defaultProvider(this.deployment.scope, this.deployment.config, packageOfType(token), "").inputs;
  }

  /** The engine's own function, by which the SDK brings a reference to a resource back to life. */
  #getResource(urn: string): WireObject {
    const resource = this.deployment.resources.get(urn);
    if (!resource) throw new Error(`unknown resource ${urn}`);
    return { urn, id: resource.id ?? "", state: resource.outputs };
  }
}
