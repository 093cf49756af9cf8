import { credentials } from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { CallbackInvokeRequest, type Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
  TransformInvokeOptions,
  TransformInvokeRequest,
  TransformInvokeResponse,
  TransformRequest,
  TransformResourceOptions,
  TransformResponse,
  type RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { fromStruct, toStruct } from "../wire/struct";
import type { WireObject } from "../wire/wireValue";

/** Calls the functions that a program registered to change its resources and invokes. */
export class Transforms {
  readonly stack: Callback[] = [];
  readonly invokes: Callback[] = [];
  readonly #byResource = new Map<string, Callback[]>();
  readonly #clients = new Map<string, CallbacksClient>();

  /** Records the transforms of a resource: they apply to its children too. */
  set(urn: string, own: Callback[], parent: string | undefined): void {
    this.#byResource.set(urn, [...own, ...((parent && this.#byResource.get(parent)) || [])]);
  }

  /** Applies a resource's transforms, then those of its parents, then the stack's; changes the request in place. */
  async apply(request: RegisterResourceRequest): Promise<void> {
    const inherited = this.#byResource.get(request.getParent()) ?? [];
    for (const callback of [...request.getTransformsList(), ...inherited, ...this.stack]) {
      const message = new TransformRequest();
      message.setType(request.getType());
      message.setName(request.getName());
      message.setCustom(request.getCustom());
      message.setParent(request.getParent());
      message.setProperties(request.getObject());
      message.setOptions(optionsOf(request));
      const reply = TransformResponse.deserializeBinary(
        await this.#call(callback, message.serializeBinary()),
      );
      if (reply.hasProperties()) request.setObject(reply.getProperties());
      const options = reply.getOptions();
      if (options) applyOptions(request, options);
    }
  }

  /** Applies the stack's transforms of invokes; resolves to the arguments to use. */
  async applyToInvoke(token: string, args: WireObject): Promise<WireObject> {
    let current = args;
    for (const callback of this.invokes) {
      const message = new TransformInvokeRequest();
      message.setToken(token);
      message.setArgs(toStruct(current));
      message.setOptions(new TransformInvokeOptions());
      const reply = TransformInvokeResponse.deserializeBinary(
        await this.#call(callback, message.serializeBinary()),
      );
      if (reply.hasArgs()) current = fromStruct(reply.getArgs());
    }
    return current;
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  async #call(callback: Callback, request: Uint8Array): Promise<Uint8Array> {
    const target = callback.getTarget();
    const client = this.#clients.get(target) ?? new CallbacksClient(target, credentials.createInsecure());
    this.#clients.set(target, client);
    const message = new CallbackInvokeRequest();
    message.setToken(callback.getToken());
    message.setRequest(request);
    return new Promise((resolve, reject) => {
      client.invoke(message, (error, reply) => {
        if (error) reject(new Error(error.details));
        else resolve(reply.getResponse_asU8());
      });
    });
  }
}

function optionsOf(request: RegisterResourceRequest): TransformResourceOptions {
  const options = new TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  if (request.hasProtect()) options.setProtect(request.getProtect() === true);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  options.setCustomTimeouts(request.getCustomtimeouts());
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  options.setDeletedWith(request.getDeletedwith());
  if (request.getDeletebeforereplacedefined())
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  for (const [name, reference] of request.getProvidersMap().entries()) {
    options.getProvidersMap().set(name, reference);
  }
  return options;
}

/** Takes over what a preview looks at; the other options matter only to an update. */
function applyOptions(request: RegisterResourceRequest, options: TransformResourceOptions): void {
  request.setDependenciesList(options.getDependsOnList());
  if (options.hasProtect()) request.setProtect(options.getProtect() === true);
  request.setIgnorechangesList(options.getIgnoreChangesList());
  request.setAliasesList(options.getAliasesList());
  request.setProvider(options.getProvider());
  request.setVersion(options.getVersion());
  request.setCustomtimeouts(options.getCustomTimeouts());
  if (options.hasDeleteBeforeReplace()) {
    request.setDeletebeforereplacedefined(true);
    request.setDeletebeforereplace(options.getDeleteBeforeReplace() === true);
  }
  request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
  request.getProvidersMap().clear();
  for (const [name, reference] of options.getProvidersMap().entries()) {
    request.getProvidersMap().set(name, reference);
  }
}
