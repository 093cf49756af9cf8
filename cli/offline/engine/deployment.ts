import type { StackConfig } from "../project/stackConfig";
import { normalisedObject, type WireObject } from "../wire/wireValue";
import { defaultProvider, urnOfReference } from "./providers";
import type { StackResource } from "./stackResource";
import { makeUrn, type UrnScope } from "./urn";

/** Everything that a program has registered so far, in the order of registration. */
export class Deployment {
  readonly resources = new Map<string, StackResource>();
  /** URNs of components, the stack among them, that have registered their outputs: they are complete. */
  readonly completed = new Set<string>();
  /** Providers that a component hands down to its children, by package; references, not URNs. */
  readonly #handedDown = new Map<string, ReadonlyMap<string, string>>();

  constructor(
    readonly scope: UrnScope,
    readonly config: StackConfig,
  ) {}

  /** URN of the stack itself. */
  get root(): string {
    return makeUrn(this.scope, "pulumi:pulumi:Stack", `${this.scope.project}-${this.scope.stack}`);
  }

  /** @throws Error when the URN is taken, as the engine does */
  add(resource: StackResource): void {
    if (this.resources.has(resource.urn)) {
      throw new Error(`Duplicate resource URN '${resource.urn}'; try giving it a unique name`);
    }
    this.resources.set(resource.urn, resource);
  }

  registerOutputs(urn: string, outputs: WireObject): void {
    const resource = this.resources.get(urn);
    if (!resource)
      throw new Error(`cannot complete a resource '${urn}' whose registration isn't in progress`);
    resource.outputs = normalisedObject(outputs);
    this.completed.add(urn);
  }

  /** Records what a component hands down: its own providers, then those of its parent. */
  handDown(component: string, parent: string | undefined, providers: Iterable<[string, string]>): void {
    const inherited = (parent && this.#handedDown.get(parent)) || new Map<string, string>();
    this.#handedDown.set(component, new Map([...inherited, ...providers]));
  }

  /**
   * The provider of a resource: its own, its component's, else the default one for the package and version.
   *
   * @param onDefault called with a default provider when it is made
   */
  providerFor(
    request: { reference: string; parent: string | undefined; pkg: string; version: string },
    onDefault: (provider: StackResource) => void,
  ): string {
    const handedDown = request.parent && this.#handedDown.get(request.parent)?.get(request.pkg);
    const reference = request.reference || handedDown;
    if (reference) return urnOfReference(reference);
    const provider = defaultProvider(this.scope, this.config, request.pkg, request.version);
    if (!this.resources.has(provider.urn)) {
      this.add(provider);
      onDefault(provider);
    }
    return provider.urn;
  }
}
