import { isDeepStrictEqual } from "node:util";
import { createContext, Script } from "node:vm";
import type { StackResource } from "../engine/stackResource";
import { PreviewFailure } from "../failure";
import { forAnalyzer, isSecret, isWireObject, type WireObject, type WireValue } from "../wire/wireValue";
import type { FindProvider, Judge, Remediated, Target } from "./judge";
import type { Level, Pack, Policy, Severity } from "./pack";
import type { PolicySetting } from "./policyConfig";
import type { Violation } from "./violation";

/** A resource as a policy is handed it; unknown parts are the engine's signs. */
interface Shown {
  type: string;
  urn: string;
  name: string;
  props: WireObject;
  opts: { protect: boolean; parent?: string };
  provider?: { props: WireObject };
}
interface ShownInStack extends Shown {
  parent?: Shown;
  dependencies: Shown[];
  propertyDependencies: Record<string, Shown[]>;
}

type Report = (violation: {
  message: string;
  urn?: string;
  severity: string;
  enforcementLevel?: string;
}) => void;

/** A policy of a pack that runs here: one that copes with signs for unknown values, and answers at once. */
export interface LocalPolicy {
  readonly name: string;
  readonly description: string;
  readonly enforcementLevel: Level;
  readonly severity: Severity;
  readonly remediationSteps: string;
  readonly url: string;
  readonly configSchema: { readonly properties?: object; readonly required?: readonly string[] };
  readonly validateResource?: (args: Shown & WithConfig, report: Report) => void;
  readonly validateStack?: (args: { resources: ShownInStack[] } & WithConfig, report: Report) => void;
  readonly remediateResource?: (args: Shown & WithConfig) => Record<string, unknown> | undefined;
}
interface WithConfig {
  getConfig(): object;
}

/**
 * Applies a pack's policies in this process, as the server of @pulumi/policy does in one of its own.
 *
 * Starting that server takes longer than all of the judging. A rule that hangs is ended by the time limit here too.
 */
export class InProcessJudge implements Judge {
  readonly pack: Pack;
  remediates = false;
  #settings = new Map<string, PolicySetting>();

  /** @param secondsLeft until the time limit */
  constructor(
    name: string,
    version: string,
    private readonly policies: readonly LocalPolicy[],
    private readonly secondsLeft: () => number,
  ) {
    this.pack = { name, version, policies: policies.map(described), initialConfig: new Map() };
  }

  configure(_target: Target, settingsOf: (pack: Pack) => Map<string, PolicySetting>): Promise<void> {
    this.#settings = settingsOf(this.pack);
    this.remediates = [...this.#settings.values()].some(({ level }) => level === "remediate");
    return Promise.resolve();
  }

  remediate(resource: StackResource, provider: StackResource | undefined): Promise<Remediated> {
    const before = forAnalyzer(resource.inputs);
    let { inputs } = resource;
    const applied: Remediated["applied"] = [];
    for (const policy of this.policies) {
      if (this.#levelOf(policy) !== "remediate" || !policy.remediateResource) continue;
      const shown = shownAlone(resource, inputs === resource.inputs ? before : inputs, provider);
      const changed = this.#limited(() => policy.remediateResource?.(this.#withConfig(policy, shown)));
      if (!changed) continue;
      inputs = withSecretsOf(
        inputs === resource.inputs ? before : inputs,
        shown.props,
        changed as WireObject,
      );
      applied.push({ policy: policy.name, description: policy.description });
    }
    return Promise.resolve({ inputs, applied, warnings: [] });
  }

  analyze(resource: StackResource, provider: StackResource | undefined): Promise<Violation[]> {
    const shown = shownAlone(resource, forAnalyzer(resource.inputs), provider);
    return Promise.resolve(
      this.#judged(resource.urn, (policy, report) =>
        policy.validateResource?.(this.#withConfig(policy, shown), report),
      ),
    );
  }

  analyzeStack(resources: StackResource[], providerOf: FindProvider, root: string): Promise<Violation[]> {
    const shown = shownTogether(resources, providerOf);
    return Promise.resolve(
      this.#judged(root, (policy, report) =>
        policy.validateStack?.(this.#withConfig(policy, { resources: shown }), report),
      ),
    );
  }

  close(): void {
    // There is no process to end.
  }

  #judged(urn: string, apply: (policy: LocalPolicy, report: Report) => void): Violation[] {
    const violations: Violation[] = [];
    for (const policy of this.policies) {
      const level = this.#levelOf(policy);
      if (level === "disabled") continue;
      const report: Report = (violation) =>
        violations.push({
          pack: this.pack.name,
          packVersion: this.pack.version,
          policy: policy.name,
          level: (violation.enforcementLevel ?? level) === "advisory" ? "advisory" : "mandatory",
          severity: violation.severity as Severity,
          message: violation.message,
          remediation: policy.remediationSteps,
          url: policy.url,
          urn: violation.urn ?? urn,
        });
      this.#limited(() => apply(policy, report));
    }
    return violations;
  }

  #levelOf({ name, enforcementLevel }: LocalPolicy): Level {
    return this.#settings.get(name)?.level ?? enforcementLevel;
  }

  #withConfig<T extends object>({ name }: LocalPolicy, args: T): T & WithConfig {
    return { ...args, getConfig: () => this.#settings.get(name)?.properties ?? {} };
  }

  /** Runs a function for no longer than there is time, even if it never comes back by itself. */
  #limited<T>(run: () => T): T {
    let result: { value: T } | undefined;
    limited.run = () => (result = { value: run() });
    try {
      caller.runInContext(limited, { timeout: Math.max(1, Math.ceil(this.secondsLeft() * 1000)) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") {
        throw new PreviewFailure(`The policy pack failed: ${String(error)}`);
      }
      throw new PreviewFailure("The policy pack did not finish in time; raise --timeout if it needs longer.");
    }
    if (result === undefined) throw new Error("The policy was not run.");
    return result.value;
  }
}

const caller = new Script("run()");
/** One for all calls: making it takes longer than most rules. */
const limited = createContext({}) as { run?: () => void };

function described(policy: LocalPolicy): Policy {
  const { properties = {}, required = [] } = policy.configSchema;
  return {
    name: policy.name,
    description: policy.description,
    level: policy.enforcementLevel,
    remediation: policy.remediationSteps,
    url: policy.url,
    // As the protocol carries it, in which a list that is empty and one that is missing are the same.
    schema: { properties: JSON.parse(JSON.stringify(properties)) as WireObject, required: [...required] },
  };
}

function shownAlone(resource: StackResource, props: WireObject, provider: StackResource | undefined): Shown {
  const { type, urn, name, parent, options } = resource;
  return {
    ...{ type, urn, name },
    props: unwrapped(props) as WireObject,
    opts: { protect: options.protect, ...(parent === undefined ? {} : { parent }) },
    ...(provider === undefined
      ? {}
      : { provider: { props: unwrapped(forAnalyzer(provider.inputs)) as WireObject } }),
  };
}

function shownTogether(resources: readonly StackResource[], providerOf: FindProvider): ShownInStack[] {
  const shown = resources.map((resource): ShownInStack => ({
    ...shownAlone(resource, forAnalyzer(resource.outputs), providerOf(resource)),
    dependencies: [],
    propertyDependencies: {},
  }));
  const byUrn = new Map(shown.map((one) => [one.urn, one]));
  const found = (urns: readonly string[]): Shown[] => urns.flatMap((urn) => byUrn.get(urn) ?? []);
  for (const [index, resource] of resources.entries()) {
    const one = shown[index];
    if (!one) continue;
    const parent = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
    if (parent) one.parent = parent;
    one.dependencies = found(resource.dependencies);
    for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
      if (urns.length > 0) one.propertyDependencies[property] = found(urns);
    }
  }
  return shown;
}

/** Secrets in the clear, as a policy sees them. */
function unwrapped(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (!isWireObject(value)) return value;
  const parts = Object.entries(value).map(([key, part]): [string, WireValue] => [key, unwrapped(part)]);
  return isSecret(value) ? unwrapped(value.value ?? null) : Object.fromEntries(parts);
}

/** What a policy changed, with the secrets marked that it left alone. */
function withSecretsOf(before: WireObject, shown: WireObject, changed: WireObject): WireObject {
  return Object.fromEntries(
    Object.entries(changed).map(([key, value]): [string, WireValue] => {
      const own = before[key];
      return [key, own !== undefined && isDeepStrictEqual(shown[key], value) ? own : value];
    }),
  );
}
